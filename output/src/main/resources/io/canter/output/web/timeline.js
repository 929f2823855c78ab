// Keeps the last poses and pictures and says which belong together: the same presentation time.
const MAX_POSES = 64; // two seconds at 30 fps: longer than a picture takes to decode
const MAX_PICTURES = 4; // a decoded 1080p picture is 8 MB
const ALONE_MILLIS = 1000; // without the other for so long, each goes on alone

export class Timeline {
  #poses = [];
  #pictures = [];
  #waiting = null;
  #decoding = false;
  #lastPose = -Infinity;
  #lastPicture = -Infinity;
  #generation = 0;

  clear() {
    this.#generation++;
    this.#poses = [];
    this.#waiting = null;
    this.#pictures.forEach((picture) => picture.bitmap.close());
    this.#pictures = [];
  }

  addPose(pose, now) {
    this.#lastPose = now;
    const last = this.#poses.at(-1);
    if (last && pose.ptsMicros < last.ptsMicros) this.clear(); // the stream jumped back
    this.#poses.push(pose);
    if (this.#poses.length > MAX_POSES) this.#poses.shift();
  }

  /** Decodes beside the page's work; while one is being decoded only the newest of the others is kept. */
  addPicture(video, now) {
    this.#lastPicture = now; // it counts from its arrival: decoding may take long
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
        this.#lastPicture = performance.now();
        if (this.#pictures.length > MAX_PICTURES) this.#pictures.shift().bitmap.close();
      } catch (error) {
        console.warn(`the picture at ${ptsMicros} us cannot be decoded: ${error.message}`);
      }
    }
    this.#decoding = false;
  }

  /** The pose and the picture to show now; either may be null. */
  current(now) {
    const newestPose = this.#poses.at(-1) ?? null;
    const newestPicture = this.#pictures.at(-1) ?? null;
    if (!newestPose || !newestPicture) return { pose: newestPose, picture: newestPicture };
    if (now - this.#lastPicture > ALONE_MILLIS) return { pose: newestPose, picture: newestPicture };
    const posesStopped = now - this.#lastPose > ALONE_MILLIS;
    const picture = posesStopped ? newestPicture
      : this.#pictures.findLast((p) => p.ptsMicros <= newestPose.ptsMicros) ?? this.#pictures[0];
    let pose = newestPose;
    for (const candidate of this.#poses) {
      if (Math.abs(candidate.ptsMicros - picture.ptsMicros) < Math.abs(pose.ptsMicros - picture.ptsMicros)) pose = candidate;
    }
    return { pose, picture };
  }
}
