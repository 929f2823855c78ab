// Vertex colours of the template, from its canonical points and its skin.
import { Color, SRGBColorSpace } from 'three';

const PARTS = [
  [/^(head|jaw|ear)/, '#f2c14e'],
  [/^neck/, '#d99a3c'],
  [/^(root|loin|pelvis|thorax)/, '#b8bec8'],
  [/^tail/, '#a274c9'],
  [/^(scapula|humerus|radius|metacarpus|fore).*_l$/, '#e8604c'],
  [/^(scapula|humerus|radius|metacarpus|fore).*_r$/, '#3f8fe0'],
  [/^(femur|tibia|metatarsus|hind).*_l$/, '#f08fb0'],
  [/^(femur|tibia|metatarsus|hind).*_r$/, '#45c4b0'],
];
const BAY = [new Color('#86583a'), new Color('#241e1c'), new Color('#a88264')]; // coat, points, belly
// How black a bay's "points" are, per joint.
const DARK = [
  [/^(metacarpus|metatarsus)/, 0.75], [/pastern|foot/, 1], [/^tail_1/, 0.5], [/^tail_[234]/, 1], [/^ear/, 0.55],
];
const SEEN = 2; // origins of a coat's colours, as the schema has them
const GUESSED = [new Color('#8a5fc0'), new Color('#3f8fe0')]; // filled, mirrored

const match = (table, name, otherwise) => (table.find(([pattern]) => pattern.test(name)) ?? [null, otherwise])[1];

/** RGB per vertex, linear, for 'canonical' or 'parts'; for all else a bay, the coat of an animal not yet seen. */
export function vertexColours(rig, mode) {
  if (mode === 'canonical') return canonical(rig);
  return mode === 'parts' ? parts(rig) : plain(rig);
}

/** RGB per vertex, linear, of a COAT message; as 'seen', what the film did not show is tinted by its origin. */
export function coatColours({ colours, origins, vertexCount }, mode) {
  const out = new Float32Array(3 * vertexCount);
  const colour = new Color();
  for (let v = 0; v < vertexCount; v++) {
    colour.setRGB(colours[3 * v] / 255, colours[3 * v + 1] / 255, colours[3 * v + 2] / 255, SRGBColorSpace);
    if (mode === 'seen' && origins[v] !== SEEN) colour.lerp(GUESSED[origins[v]], 0.7);
    colour.toArray(out, 3 * v);
  }
  return out;
}

function canonical({ rest }) {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  rest.forEach((value, i) => {
    low[i % 3] = Math.min(low[i % 3], value);
    high[i % 3] = Math.max(high[i % 3], value);
  });
  const colour = new Color();
  const out = new Float32Array(rest.length);
  for (let i = 0; i < rest.length; i += 3) {
    const [r, g, b] = [0, 1, 2].map((k) => (rest[i + k] - low[k]) / (high[k] - low[k] || 1));
    colour.setRGB(r, g, b, SRGBColorSpace).toArray(out, i);
  }
  return out;
}

function parts(rig) {
  const palette = rig.joints.map(({ name }) => new Color(match(PARTS, name, '#b8bec8')));
  return blend(rig, (joint) => palette[joint].toArray());
}

function plain(rig) {
  const dark = rig.joints.map(({ name }) => match(DARK, name, 0));
  const leg = rig.joints.map(({ name }) => (/_[lr]$/.test(name) ? 1 : 0));
  const out = blend(rig, (joint) => [dark[joint], leg[joint], 0]);
  const head = rig.joints.findIndex(({ name }) => name === 'head');
  const headAt = head < 0 ? null : rig.joints[head].rest;
  const trunk = rig.joints[0].rest[1];
  const colour = new Color();
  for (let i = 0; i < out.length; i += 3) {
    const [x, y, z] = [rig.rest[i], rig.rest[i + 1], rig.rest[i + 2]];
    // Dark from the middle of the nose on, lighter below the barrel, a faint mottle so that motion can be seen.
    const nose = headAt ? smooth(0.55, 0.95, Math.hypot(y - headAt[1], z - headAt[2]) / 0.5) * (z > headAt[2] ? 1 : 0) : 0;
    const belly = smooth(0.1, 0.35, trunk - y) * 0.6 * (1 - out[i + 1]);
    const mottle = 1 + 0.05 * Math.sin(23 * x) * Math.sin(19 * y + 2) * Math.sin(21 * z);
    colour.copy(BAY[0]).lerp(BAY[2], belly).multiplyScalar(mottle).lerp(BAY[1], Math.max(out[i], 0.85 * nose));
    colour.toArray(out, i);
  }
  return out;
}

function blend({ skinJoints, skinWeights, vertexCount }, of) {
  const out = new Float32Array(3 * vertexCount);
  for (let v = 0; v < vertexCount; v++) {
    for (let k = 4 * v; k < 4 * v + 4; k++) {
      if (skinWeights[k] === 0) continue;
      const rgb = of(skinJoints[k]);
      for (let c = 0; c < 3; c++) out[3 * v + c] += rgb[c] * skinWeights[k] / 255;
    }
  }
  return out;
}

function smooth(from, to, x) {
  const t = Math.min(1, Math.max(0, (x - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
