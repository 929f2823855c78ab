// One animal: the rig's mesh on three.js bones, posed in the wire camera frame.
import {
  Bone, BufferAttribute, BufferGeometry, DynamicDrawUsage, Group, InstancedMesh, LineBasicMaterial, LineSegments,
  Matrix4, MeshBasicMaterial, MeshStandardMaterial, Skeleton, SkinnedMesh, SphereGeometry, Vector3,
} from 'three';
import { dequantise, unpackQuaternion } from './decoder.js';
import { coatColours, vertexColours } from './colours.js';

/** Layer of all that is drawn over the video. */
export const OVERLAY_LAYER = 1;

/** What a RIG message says, made ready once for all animals of the family. */
export function prepareRig(message) {
  const rig = { ...message, rest: dequantise(message), colours: {} };
  rig.parents = message.joints.map((joint) => joint.parentPlusOne - 1);
  rig.restJoints = Float32Array.from(message.joints.flatMap((joint) => [...joint.rest]));
  rig.coloursOf = (mode) => (rig.colours[mode] ??= vertexColours(rig, mode));
  return rig;
}

export class Animal extends Group {
  constructor(rig, mode, coat) {
    super();
    this.rig = rig;
    this.bodyVersion = -1;
    this.glow = { value: 0 };
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(rig.rest.slice(), 3));
    geometry.setAttribute('color', new BufferAttribute(new Float32Array(rig.rest.length), 3));
    geometry.setAttribute('skinIndex', new BufferAttribute(rig.skinJoints, 4));
    geometry.setAttribute('skinWeight', new BufferAttribute(rig.skinWeights, 4, true));
    geometry.setIndex(new BufferAttribute(rig.triangles, 1));
    this.mesh = new SkinnedMesh(geometry, new MeshStandardMaterial({ vertexColors: true, roughness: 0.72 }));
    this.mesh.material.onBeforeCompile = (shader) => this.#glow(shader);
    this.mesh.castShadow = true;
    this.mesh.receiveShadow = true;
    this.mesh.frustumCulled = false; // its bounds are those of the rest pose
    this.bones = rig.parents.map(() => new Bone());
    rig.parents.forEach((parent, j) => (parent < 0 ? this.mesh : this.bones[parent]).add(this.bones[j]));
    this.joints = new Float32Array(3 * this.bones.length); // wire camera frame
    this.add(this.mesh);
    this.#buildSkeleton();
    this.setBody({ joints: rig.restJoints, points: rig.rest });
    this.setColours(mode, coat);
    this.traverse((object) => object.layers.enable(OVERLAY_LAYER));
  }

  // A film's colours hold the film's light: lit once more in full, bellies would be black. So they shine a little.
  #glow(shader) {
    shader.uniforms.glow = this.glow;
    shader.fragmentShader = `uniform float glow;\n${shader.fragmentShader}`.replace(
      '#include <emissivemap_fragment>', 'totalEmissiveRadiance += glow * diffuseColor.rgb;');
  }

  #buildSkeleton() {
    const pairs = this.rig.parents.flatMap((parent, j) => (parent < 0 ? [] : [parent, j]));
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(this.joints, 3).setUsage(DynamicDrawUsage));
    geometry.setIndex(pairs);
    const lines = new LineSegments(geometry, new LineBasicMaterial({ color: '#fff3d6', depthTest: false, transparent: true }));
    const dots = new InstancedMesh(new SphereGeometry(0.016, 10, 8),
      new MeshBasicMaterial({ color: '#ffb84d', depthTest: false, transparent: true }), this.bones.length);
    lines.renderOrder = 1;
    dots.renderOrder = 2;
    lines.frustumCulled = dots.frustumCulled = false;
    this.skeleton = new Group();
    this.skeleton.visible = false;
    this.skeleton.add(lines, dots);
    this.dots = dots;
    this.lines = lines;
    this.add(this.skeleton);
  }

  /** Gives the animal its own rest shape. */
  setBody({ joints, points }) {
    this.mesh.geometry.attributes.position.array.set(points);
    this.mesh.geometry.attributes.position.needsUpdate = true;
    this.mesh.geometry.computeVertexNormals();
    let low = Infinity;
    let high = -Infinity;
    for (let i = 1; i < points.length; i += 3) {
      low = Math.min(low, points[i]);
      high = Math.max(high, points[i]);
    }
    this.heightMetres = high - low;
    this.rootHeightMetres = joints[1] - low;
    // Feet: joints near the ground at rest, with how far above it they are.
    this.feet = [];
    for (let j = 0; j < this.bones.length; j++) {
      const above = joints[3 * j + 1] - low;
      if (above < 0.12 * this.heightMetres) this.feet.push({ joint: j, above });
    }
    const inverses = this.bones.map((bone, j) => {
      const p = this.rig.parents[j];
      const at = (k) => joints[3 * j + k] - (p < 0 ? 0 : joints[3 * p + k]);
      bone.position.set(at(0), at(1), at(2));
      return new Matrix4().makeTranslation(-joints[3 * j], -joints[3 * j + 1], -joints[3 * j + 2]);
    });
    this.mesh.skeleton?.dispose();
    this.mesh.bind(new Skeleton(this.bones, inverses), new Matrix4());
  }

  /** Colours by place ('canonical', 'parts'), or the animal's own ('coat', 'seen') as far as a COAT message told. */
  setColours(mode, coat = null) {
    const own = (mode === 'coat' || mode === 'seen') && coat && 3 * coat.vertexCount === this.rig.rest.length;
    this.mesh.geometry.attributes.color.array.set(own ? coatColours(coat, mode) : this.rig.coloursOf(mode));
    this.mesh.geometry.attributes.color.needsUpdate = true;
    this.glow.value = own ? OWN_GLOW : 0;
    this.mesh.material.color.setScalar(own ? OWN_LIT : 1);
  }

  /** Takes the pose of a subject of a POSE message. */
  apply({ rootTranslation, rootRotation, rotations }) {
    this.bones[0].position.fromArray(rootTranslation);
    this.bones[0].quaternion.fromArray(rootRotation).normalize();
    for (let j = 1; j < this.bones.length; j++) unpackQuaternion(rotations[j - 1], this.bones[j].quaternion);
    this.#poseJoints();
  }

  #poseJoints() {
    const matrices = (this.matrices ??= this.bones.map(() => new Matrix4()));
    this.bones.forEach((bone, j) => {
      bone.updateMatrix();
      const parent = this.rig.parents[j];
      if (parent < 0) matrices[j].copy(bone.matrix);
      else matrices[j].multiplyMatrices(matrices[parent], bone.matrix);
      POINT.setFromMatrixPosition(matrices[j]).toArray(this.joints, 3 * j);
      this.dots.setMatrixAt(j, MATRIX.makeTranslation(POINT));
    });
    this.dots.instanceMatrix.needsUpdate = true;
    this.lines.geometry.attributes.position.needsUpdate = true;
  }

  /** Frees what the GPU holds for this animal. */
  dispose() {
    for (const object of [this.mesh, this.lines, this.dots]) {
      object.geometry.dispose();
      object.material.dispose();
    }
    this.mesh.skeleton.dispose();
    this.dots.dispose();
  }
}

const OWN_GLOW = 0.28; // of the animal's own colours: shine, and what is left to the lights
const OWN_LIT = 0.78;
const POINT = new Vector3();
const MATRIX = new Matrix4();
