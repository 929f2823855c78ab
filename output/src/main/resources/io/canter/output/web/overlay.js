// The video panel: the picture, and over it, if wished, the mesh and who is who.
export class VideoPanel {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
    // The picture without what is drawn over it: the timeline frees its bitmaps, but a paused page may still redraw.
    this.clean = document.createElement('canvas');
    this.cleanMicros = null;
  }

  /** Takes the picture ({ptsMicros, bitmap}) to draw from now on. */
  take({ ptsMicros, bitmap }) {
    this.clean.width = bitmap.width;
    this.clean.height = bitmap.height;
    this.clean.getContext('2d').drawImage(bitmap, 0, 0);
    this.cleanMicros = ptsMicros;
  }

  /** Draws the picture or, with none yet, an empty frame of the scene's size; over it the mesh, if wished. */
  draw(pose, { overlay, stage, spots }) {
    const { canvas, context, clean } = this;
    const picture = this.cleanMicros !== null;
    const width = picture ? clean.width : pose?.width ?? 16;
    const height = picture ? clean.height : pose?.height ?? 9;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    if (picture) context.drawImage(clean, 0, 0);
    else context.clearRect(0, 0, width, height);
    if (!pose || pose.subjects.length === 0) return;
    if (overlay) {
      stage.drawOverlay(context, 0.82);
      this.#labels(pose, width / pose.width, height / pose.height);
    }
    spots.draw(context, pose, width / pose.width, height / pose.height);
  }

  /** The frame's pixel under a point of the canvas element, which shows the picture as large as fits; null beside it. */
  toFrame(x, y, { width, height }) {
    const { clientWidth, clientHeight } = this.canvas;
    const scale = Math.min(clientWidth / width, clientHeight / height);
    const at = [(x - (clientWidth - width * scale) / 2) / scale, (y - (clientHeight - height * scale) / 2) / scale];
    return at[0] >= 0 && at[1] >= 0 && at[0] < width && at[1] < height ? at : null;
  }

  #labels(pose, scaleX, scaleY) {
    const { context } = this;
    const size = Math.max(11, Math.round(this.canvas.height / 34));
    context.font = `600 ${size}px system-ui, sans-serif`;
    context.textBaseline = 'bottom';
    for (const { id, confidence, box } of pose.subjects) {
      const [x, y, w, h] = [box[0] * scaleX, box[1] * scaleY, box[2] * scaleX, box[3] * scaleY];
      context.strokeStyle = '#e0a045';
      context.lineWidth = Math.max(1, size / 10);
      context.strokeRect(x, y, w, h);
      const label = `#${id}  ${Math.round(100 * confidence)} %`;
      const at = Math.max(size * 1.5, y);
      context.fillStyle = '#e0a045';
      context.fillRect(x, at - size * 1.4, context.measureText(label).width + size, size * 1.4);
      context.fillStyle = '#17130b';
      context.fillText(label, x + size / 2, at - size * 0.15);
    }
  }
}
