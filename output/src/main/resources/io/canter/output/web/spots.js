// Spots of the template's surface: asked for by a click in the video, marked from then on there and on every animal.
import { Mesh, MeshBasicMaterial, Raycaster, SphereGeometry, Triangle, Vector3 } from 'three';
import { OVERLAY_LAYER } from './animal.js';

const MOST = 8; // marks at once; the oldest goes
const COLOURS = ['#ff4f7b', '#46d7ff', '#ffd23f', '#7dff6a', '#c08bff', '#ff9f43', '#ffffff', '#3fa7ff'];
const RADIUS = 0.012; // of the animal's height

export class Spots {
  #marks = []; // {triangle, second, third, colour, balls by subject, places}
  #count = 0;

  constructor(animals) {
    this.animals = animals;
  }

  get size() {
    return this.#marks.length;
  }

  /** Where the marks are, wire camera frame. */
  places() {
    return this.#marks.flatMap(({ places }) => places.map(({ point: { x, y, z } }) => ({ x, y, z })));
  }

  /** Asks the server for the spot under a pixel of the shown frame, or the mesh if the frame is too old for it. */
  async ask(pose, x, y) {
    let spot = null;
    try {
      const reply = await fetch(`spot?pts=${pose.ptsMicros}&x=${x}&y=${y}`);
      spot = reply.ok ? await reply.json() : reply.status === 410 ? this.#pick(pose, x, y) : null;
    } catch (error) {
      console.warn(`the server does not answer: ${error.message}`);
      spot = this.#pick(pose, x, y);
    }
    if (spot) this.#add(spot);
    return spot;
  }

  #add(spot) {
    if (this.#marks.length === MOST) this.#remove(this.#marks.shift());
    this.#marks.push({ ...spot, colour: COLOURS[this.#count++ % COLOURS.length], balls: new Map(), places: [] });
  }

  /** The spot that the drawn mesh shows there. */
  #pick(pose, x, y) {
    for (const animal of this.animals.values()) {
      const { mesh } = animal;
      mesh.boundingSphere = mesh.boundingBox = null; // of another pose
      animal.updateWorldMatrix(true, true);
      const from = new Vector3().applyMatrix4(animal.matrixWorld);
      const to = new Vector3((x - pose.cx) / pose.fx, (pose.cy - y) / pose.fy, -1).applyMatrix4(animal.matrixWorld);
      const [hit] = new Raycaster(from, to.sub(from).normalize()).intersectObject(mesh, false);
      if (!hit) continue;
      const corners = [hit.face.a, hit.face.b, hit.face.c].map((v) => mesh.getVertexPosition(v, new Vector3()));
      const local = mesh.worldToLocal(hit.point.clone());
      const weights = Triangle.getBarycoord(local, ...corners, new Vector3());
      if (weights) return { triangle: hit.faceIndex, second: weights.y, third: weights.z };
    }
    return null;
  }

  clear() {
    this.#marks.forEach((mark) => this.#remove(mark));
    this.#marks = [];
  }

  #remove({ balls }) {
    for (const ball of balls.values()) drop(ball);
  }

  /** Moves the balls on the meshes to where the animals are now: the same spot on each of them. */
  place() {
    for (const mark of this.#marks) {
      mark.places = [];
      for (const [subject, ball] of mark.balls) {
        if (ball.parent === this.animals.get(subject)) continue;
        drop(ball);
        mark.balls.delete(subject);
      }
      for (const [subject, animal] of this.animals) {
        const place = placeOf(animal, mark);
        if (!place) continue;
        mark.places.push(place);
        let ball = mark.balls.get(subject);
        if (!ball) {
          ball = new Mesh(new SphereGeometry(RADIUS * animal.heightMetres, 16, 12), new MeshBasicMaterial({ color: mark.colour }));
          ball.layers.enable(OVERLAY_LAYER);
          mark.balls.set(subject, ball);
          animal.add(ball);
        }
        ball.position.copy(place.point);
      }
    }
  }

  /** Draws rings over the picture: full where the surface faces the camera, dashed where it is turned away. */
  draw(context, pose, scaleX, scaleY) {
    const drawn = this.#marks.flatMap(({ places, colour }) => places.map((place) => ({ place, colour })));
    for (const { place, colour } of drawn) {
      if (place.point.z >= 0) continue;
      const x = (pose.cx - pose.fx * place.point.x / place.point.z) * scaleX;
      const y = (pose.cy + pose.fy * place.point.y / place.point.z) * scaleY;
      const size = Math.max(5, context.canvas.height / 70);
      for (const [style, width] of [['#000a', size / 1.6], [colour, size / 3]]) {
        context.strokeStyle = style;
        context.lineWidth = width;
        context.setLineDash(place.facing ? [] : [size / 2, size / 2]);
        context.beginPath();
        context.arc(x, y, size, 0, 2 * Math.PI);
        context.stroke();
      }
      context.setLineDash([]);
    }
  }
}

function drop(ball) {
  ball.removeFromParent();
  ball.material.dispose();
  ball.geometry.dispose();
}

/** Where a spot is on an animal as it stands, in the wire camera frame. */
function placeOf(animal, { triangle, second, third }) {
  const { mesh, rig } = animal;
  if (3 * triangle >= rig.triangles.length) return null;
  animal.updateMatrixWorld(true); // the bones have just been turned
  const [a, b, c] = [0, 1, 2].map((k) => mesh.getVertexPosition(rig.triangles[3 * triangle + k], CORNERS[k]));
  const normal = Triangle.getNormal(a, b, c, NORMAL);
  const point = new Vector3().addScaledVector(a, 1 - second - third).addScaledVector(b, second).addScaledVector(c, third);
  return { point, facing: normal.dot(point) < 0 };
}

const CORNERS = [new Vector3(), new Vector3(), new Vector3()];
const NORMAL = new Vector3();
