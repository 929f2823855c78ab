// Keeps the last poses and pictures and says which belong together: the same presentation time.
const MAX_POSES = 64; // two seconds at 30 fps: longer than a picture takes to decode
const MAX_PICTURES = 4; // a decoded 1080p picture is 8 MB
const ALONE_MICROS = 1e6; // a stream of poses that is so much ahead of the pictures sent goes on without them; and so back

export class Timeline {
  #poses = [];
  #pictures = [];
  #waiting = null;
  #decoding = false;
  #lastPicture = null; // presentation time of the newest picture that came, decoded or not
  #generation = 0;

  clear() {
    this.#generation++;
    this.#poses = [];
    this.#waiting = null;
    this.#lastPicture = null;
    this.#pictures.forEach((picture) => picture.bitmap.close());
    this.#pictures = [];
  }

  addPose(pose) {
    const last = this.#poses.at(-1);
    if (last && pose.ptsMicros < last.ptsMicros) this.clear(); // the stream jumped back
    this.#poses.push(pose);
    if (this.#poses.length > MAX_POSES) this.#poses.shift();
  }

  /** Decodes beside the page's work; while one is being decoded only the newest of the others is kept. */
  addPicture(video) {
    this.#lastPicture = video.ptsMicros;
    this.#waiting = video;
    if (!this.#decoding) this.#decode();
  }

  async #decode() {
    this.#decoding = true;
    while (this.#waiting) {
      const { ptsMicros, jpeg } = this.#waiting;
      const generation = this.#generation;
      this.#waiting = null;
      try {
        const bitmap = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }));
        if (generation !== this.#generation) {
          bitmap.close();
          continue;
        }
        this.#pictures.push({ ptsMicros, bitmap });
        if (this.#pictures.length > MAX_PICTURES) this.#pictures.shift().bitmap.close();
      } catch (error) {
        console.warn(`the picture at ${ptsMicros} us cannot be decoded: ${error.message}`);
      }
    }
    this.#decoding = false;
  }

  /** The pose and the picture to show now; either may be null. */
  current() {
    const newestPose = this.#poses.at(-1) ?? null;
    const newestPicture = this.#pictures.at(-1) ?? null;
    if (!newestPose || !newestPicture) return { pose: newestPose, picture: newestPicture };
    const ahead = newestPose.ptsMicros - this.#lastPicture;
    if (ahead > ALONE_MICROS) return { pose: newestPose, picture: newestPicture };
    const picture = -ahead > ALONE_MICROS ? newestPicture
      : this.#pictures.findLast((p) => p.ptsMicros <= newestPose.ptsMicros) ?? this.#pictures[0];
    let pose = newestPose;
    for (const candidate of this.#poses) {
      if (Math.abs(candidate.ptsMicros - picture.ptsMicros) < Math.abs(pose.ptsMicros - picture.ptsMicros)) pose = candidate;
    }
    return { pose, picture };
  }
}
