// The 3D view. Animals come in the wire camera frame (x right, y up, looking along -z); the stage stands them on the
// ground near its origin: `world` carries stageFromWire.
import {
  ACESFilmicToneMapping, DirectionalLight, DoubleSide, Group, HemisphereLight, Matrix4, Mesh, PCFSoftShadowMap,
  PerspectiveCamera, PlaneGeometry, Quaternion, Scene, ShaderMaterial, ShadowMaterial, Vector3, WebGLRenderer,
} from 'three';
import { OrbitControls } from './three/OrbitControls.js';
import { OVERLAY_LAYER } from './animal.js';

const UP = new Vector3(0, 1, 0);
const UP_SECONDS = 3; // the trunk pitches with each stride; its mean over some strides is the true vertical
const GROUND_SECONDS = 0.2; // long enough to hide a trembling foot, short enough that standing feet stand
const MOST_TILT = 0.7; // radians; a camera that looks down more steeply than this is taken to look down this much
const NEAR = 0.05;
const FAR = 400;
const TARGET_SECONDS = 0.6; // the view follows the animal's middle like a calm camera operator
// From best to cheapest; the page steps down while drawing is slow.
const QUALITIES = [
  { pixelRatio: 2, shadow: 1024 }, // a higher ratio costs pixels that nobody sees
  { pixelRatio: 1, shadow: 512 },
  { pixelRatio: 0.7, shadow: 256 },
  { pixelRatio: 0.5, shadow: 0 },
];

export class Stage {
  static QUALITIES = QUALITIES.length;

  constructor(canvas) {
    this.quality = QUALITIES[0];
    this.renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
    this.renderer.setClearColor(0, 0);
    this.renderer.toneMapping = ACESFilmicToneMapping;
    this.renderer.toneMappingExposure = 1.15;
    this.renderer.shadowMap.enabled = true;
    this.renderer.shadowMap.type = PCFSoftShadowMap;
    this.scene = new Scene();
    this.world = new Group();
    this.world.matrixAutoUpdate = false;
    this.scene.add(this.world);
    this.camera = new PerspectiveCamera(32, 1, NEAR, FAR);
    this.source = new PerspectiveCamera(); // stands where the filming camera stood
    this.source.matrixAutoUpdate = false;
    this.mode = 'orbit';
    this.size = 0;
    this.up = null;
    this.ground = null;
    this.#light();
    this.#floor();
    this.controls = new OrbitControls(this.camera, canvas);
    this.controls.enableDamping = true;
    this.controls.dampingFactor = 0.12;
    this.controls.maxPolarAngle = 0.53 * Math.PI;
    this.controls.addEventListener('change', () => (this.dirty = true));
    this.frame(1.6);
    this.resetView();
  }

  #light() {
    const sky = new HemisphereLight('#dfe8f5', '#5a4a3a', 1.5);
    this.key = new DirectionalLight('#fff1dc', 2.6);
    this.key.castShadow = true;
    this.key.shadow.mapSize.setScalar(this.quality.shadow);
    this.key.shadow.radius = 5;
    this.key.shadow.bias = -0.0004;
    this.key.shadow.normalBias = 0.02;
    const rim = new DirectionalLight('#9dbcf0', 1.3);
    rim.position.set(-3, 3, -5);
    for (const light of [sky, this.key, rim]) light.layers.enable(OVERLAY_LAYER);
    this.scene.add(sky, this.key, this.key.target, rim);
  }

  #floor() {
    const shadow = new Mesh(new PlaneGeometry(40, 40), new ShadowMaterial({ opacity: 0.42 }));
    shadow.rotation.x = -Math.PI / 2;
    shadow.receiveShadow = true;
    shadow.renderOrder = -1;
    // Lines every half metre that fade out with distance.
    const grid = new Mesh(new PlaneGeometry(40, 40), new ShaderMaterial({
      transparent: true,
      depthWrite: false,
      side: DoubleSide,
      uniforms: { reach: { value: 5 } },
      vertexShader: `varying vec2 at;
        void main() { at = position.xy; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }`,
      fragmentShader: `varying vec2 at; uniform float reach;
        float lines(vec2 p) { vec2 d = abs(fract(p - 0.5) - 0.5) / fwidth(p); return 1.0 - min(min(d.x, d.y), 1.0); }
        void main() {
          float fade = 1.0 - smoothstep(0.15 * reach, reach, length(at));
          float a = max(0.5 * lines(at), 0.22 * lines(2.0 * at)) * fade;
          gl_FragColor = vec4(0.72, 0.78, 0.86, a * 0.55 + 0.05 * fade);
        }`,
    }));
    grid.rotation.x = -Math.PI / 2;
    grid.position.y = -0.001;
    grid.renderOrder = -2;
    this.grid = grid;
    this.scene.add(grid, shadow);
  }

  /** Fits lights, floor and the wished-for view to an animal of that height. */
  frame(heightMetres) {
    if (Math.abs(heightMetres - this.size) < 0.05 * this.size) return;
    this.size = heightMetres;
    const s = heightMetres;
    this.key.position.set(1.4 * s, 2.6 * s, 1.8 * s);
    Object.assign(this.key.shadow.camera, { left: -1.8 * s, right: 1.8 * s, top: 1.8 * s, bottom: -1.8 * s, near: 0.1, far: 9 * s });
    this.key.shadow.camera.updateProjectionMatrix();
    this.grid.material.uniforms.reach.value = 3.6 * s;
    this.controls.minDistance = 0.6 * s;
    this.controls.maxDistance = 12 * s;
    this.wishedTarget = new Vector3(0, 0.45 * s, 0);
    if (!this.touched) this.resetView();
  }

  resetView() {
    // From the filming side, a little to the right and above; further away where the panel is narrow.
    const distance = this.size * Math.max(2.9, 3.6 / this.camera.aspect);
    this.camera.position.set(0.42, 0.3, 0.86).normalize().multiplyScalar(distance).add(this.wishedTarget);
    this.controls.target.copy(this.wishedTarget);
    this.lastTarget = this.wishedTarget.clone();
    this.controls.update();
    this.dirty = true;
  }

  setMode(mode) {
    this.mode = mode;
    this.controls.enabled = mode === 'orbit';
    this.dirty = true;
  }

  /** Stands the animals on the floor. `seconds`: stream time since the frame before, 0 for the first. */
  place(animals, seconds) {
    if (animals.length === 0) return;
    const centre = new Vector3();
    const up = new Vector3();
    for (const animal of animals) {
      centre.add(POINT.fromArray(animal.joints));
      up.add(POINT.copy(UP).applyQuaternion(animal.bones[0].quaternion));
    }
    centre.divideScalar(animals.length);
    up.normalize();
    const tilt = up.angleTo(UP);
    if (tilt > MOST_TILT) up.copy(UP).applyQuaternion(TURN.setFromUnitVectors(UP, up).slerp(new Quaternion(), 1 - MOST_TILT / tilt));
    this.up = this.up && seconds > 0 ? this.up.lerp(up, 1 - Math.exp(-seconds / UP_SECONDS)).normalize() : up;
    let ground = Infinity;
    for (const animal of animals) {
      for (const { joint, above } of animal.feet) {
        ground = Math.min(ground, POINT.fromArray(animal.joints, 3 * joint).sub(centre).dot(this.up) - above);
      }
    }
    if (!Number.isFinite(ground)) ground = -animals[0].rootHeightMetres;
    const pull = this.ground !== null && seconds > 0 ? 1 - Math.exp(-seconds / GROUND_SECONDS) : 1;
    this.ground = (this.ground ?? ground) * (1 - pull) + ground * pull;
    this.world.matrix.makeRotationFromQuaternion(TURN.setFromUnitVectors(this.up, UP));
    this.world.matrix.multiply(MATRIX.makeTranslation(-centre.x, -centre.y, -centre.z));
    this.world.matrix.premultiply(MATRIX.makeTranslation(0, -this.ground, 0));
    this.world.matrixWorldNeedsUpdate = true;
    this.frame(Math.max(...animals.map((animal) => animal.heightMetres)));
    this.#follow(animals, seconds);
    this.dirty = true;
  }

  /** Moves the view's target softly to the middle of all joints, seen from above. */
  #follow(animals, seconds) {
    const low = LOW.setScalar(Infinity);
    const high = HIGH.setScalar(-Infinity);
    for (const { joints } of animals) {
      for (let i = 0; i < joints.length; i += 3) {
        POINT.fromArray(joints, i).applyMatrix4(this.world.matrix);
        low.min(POINT);
        high.max(POINT);
      }
    }
    const middle = low.add(high).multiplyScalar(0.5).setY(this.wishedTarget.y);
    this.wishedTarget.lerp(middle, seconds > 0 ? 1 - Math.exp(-seconds / TARGET_SECONDS) : 1);
  }

  /** A new stream: nothing is known of its camera's tilt yet. */
  forget() {
    this.up = this.ground = null;
  }

  setIntrinsics({ width, height, fx, fy, cx, cy }) {
    this.intrinsics = { width, height };
    this.source.projectionMatrix.makePerspective(
      (-cx / fx) * NEAR, ((width - cx) / fx) * NEAR, (cy / fy) * NEAR, (-(height - cy) / fy) * NEAR, NEAR, FAR);
    this.source.projectionMatrixInverse.copy(this.source.projectionMatrix).invert();
  }

  #aimSource(layer) {
    this.source.matrix.copy(this.world.matrix);
    this.source.matrixWorldNeedsUpdate = true;
    this.source.layers.set(layer);
  }

  /** Draws the animals alone as the filming camera sees them, onto a 2D context that holds the picture. */
  drawOverlay(context, opacity) {
    if (!this.intrinsics) return;
    const { width, height } = this.intrinsics;
    const room = this.renderer.getSize(SIZE);
    const scale = Math.min(room.x / width, room.y / height);
    const ratio = this.renderer.getPixelRatio();
    const [w, h] = [Math.floor(width * scale), Math.floor(height * scale)];
    this.#aimSource(OVERLAY_LAYER);
    this.renderer.setViewport(0, 0, w, h);
    this.renderer.render(this.scene, this.source);
    context.globalAlpha = opacity;
    const canvas = this.renderer.domElement;
    context.drawImage(canvas, 0, canvas.height - h * ratio, w * ratio, h * ratio, 0, 0, context.canvas.width, context.canvas.height);
    context.globalAlpha = 1;
    this.dirty = true; // the canvas holds the overlay now
  }

  /** Takes one of the QUALITIES, 0 the best. */
  setQuality(level) {
    this.quality = QUALITIES[level];
    this.key.castShadow = this.quality.shadow > 0;
    this.key.shadow.mapSize.setScalar(Math.max(1, this.quality.shadow));
    this.key.shadow.map?.dispose();
    this.key.shadow.map = null;
    const { x, y } = this.renderer.getSize(SIZE);
    this.resize(x, y);
  }

  resize(width, height) {
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, this.quality.pixelRatio));
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    if (!this.touched) this.resetView();
    this.dirty = true;
  }

  /** Draws if there is anything new. */
  render() {
    if (this.mode === 'orbit') {
      // Camera and target go together, so that following never turns the view.
      const drift = SHIFT.subVectors(this.wishedTarget, this.lastTarget);
      if (drift.length() > 0.001) {
        this.lastTarget.add(drift);
        this.controls.target.add(drift);
        this.camera.position.add(drift);
      }
      this.controls.update();
    }
    if (!this.dirty) return false;
    this.dirty = false;
    const { x, y } = this.renderer.getSize(SIZE);
    if (this.mode === 'camera' && this.intrinsics) {
      const { width, height } = this.intrinsics;
      const scale = Math.min(x / width, y / height);
      this.#aimSource(0);
      // The source's picture fits into the panel; what lies beyond its borders is drawn as well.
      const whole = this.source.projectionMatrix.clone();
      this.source.projectionMatrix.premultiply(MATRIX.makeScale((width * scale) / x, (height * scale) / y, 1));
      this.renderer.setViewport(0, 0, x, y);
      this.renderer.render(this.scene, this.source);
      this.source.projectionMatrix.copy(whole);
    } else {
      this.renderer.setViewport(0, 0, x, y);
      this.renderer.render(this.scene, this.camera);
    }
    return true;
  }
}

const POINT = new Vector3();
const SHIFT = new Vector3();
const LOW = new Vector3();
const HIGH = new Vector3();
const SIZE = { x: 0, y: 0, set(x, y) { this.x = x; this.y = y; return this; } };
const TURN = new Quaternion();
const MATRIX = new Matrix4();
