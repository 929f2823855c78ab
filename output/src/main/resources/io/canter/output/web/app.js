// Joins the connection, the timeline, the two views and the buttons.
import { connect } from './connection.js';
import { dequantise } from './decoder.js';
import { Timeline } from './timeline.js';
import { Animal, prepareRig } from './animal.js';
import { Stage } from './stage.js';
import { VideoPanel } from './overlay.js';
import { Spots } from './spots.js';

const STALLED_MILLIS = 4000;
const LAG_WINDOW_MILLIS = 2000;
const SLOW_DRAW_MILLIS = 80; // below 12 draws a second motion falls apart
const SLOW_DRAWS = 8;
const $ = (id) => document.getElementById(id);

const timeline = new Timeline();
const video = new VideoPanel($('video'));
const stage = makeStage();
const animals = new Map(); // by subject id
const spots = new Spots(animals);
const bodies = new Map(); // by subject id: {bodyVersion, joints, points}
const coats = new Map(); // by subject id: COAT messages
const view = { paused: false, overlay: false, skeleton: false, coat: 'coat' };
const stream = { rig: null, hello: null, end: null, socket: 'connecting', lastMessage: -Infinity, shownPose: null, shownPicture: null };

/** For tests and the curious. */
const stats = {
  connected: false, messages: 0, coatsReceived: 0, posesReceived: 0, picturesReceived: 0, posesShown: 0, picturesShown: 0,
  frameIndex: -1, ptsMicros: -1, pictureMicros: -1, subjects: 0, posesPerSecond: 0, lagMillis: 0, joints: null, rendered: 0, quality: 0, spots: 0,
};
window.canter = {
  stats, view, stage, spots,
  /** Linear RGB of a vertex of a subject, as drawn before light. */
  colourOf: (id, vertex) => Array.from(animals.get(id)?.mesh.geometry.attributes.color.array.slice(3 * vertex, 3 * vertex + 3) ?? []),
};

function makeStage() {
  try {
    return new Stage($('stage'));
  } catch (error) {
    console.warn(`no 3D view: ${error.message}`);
    $('stage-empty').textContent = 'This browser cannot draw 3D (WebGL 2 is missing or switched off).';
    return null;
  }
}

connect({
  onState(state) {
    stream.socket = state;
    stats.connected = state === 'open';
  },
  onMessage(message) {
    stream.lastMessage = performance.now();
    stats.messages++;
    HANDLERS[message.kind]?.(message);
  },
});

const HANDLERS = {
  HELLO(hello) {
    stream.hello = hello;
    stream.end = null;
    stream.shownPose = stream.shownPicture = null;
    timeline.clear();
    bodies.clear();
    coats.clear();
    spots.clear();
    removeAnimals(() => true);
    stage?.forget();
    lag.reset();
    $('source').textContent = describe(hello);
  },
  RIG(message) {
    stream.rig = prepareRig(message);
    removeAnimals(() => true);
  },
  BODY(body) {
    bodies.set(body.subject, { bodyVersion: body.bodyVersion, joints: body.joints, points: dequantise(body) });
  },
  COAT(coat) {
    coats.set(coat.subject, coat);
    stats.coatsReceived++;
    animals.get(coat.subject)?.setColours(view.coat, coat);
    if (stage) stage.dirty = true;
    redrawVideo ||= view.overlay;
  },
  POSE(pose) {
    stats.posesReceived++;
    lag.arrived(pose.ptsMicros, performance.now());
    timeline.addPose(pose);
  },
  VIDEO(message) {
    stats.picturesReceived++;
    timeline.addPicture(message);
  },
  END(end) {
    stream.end = end;
  },
};

/**
 * How late frames are, from their presentation times alone: the promptest frame of the last while is taken as on time.
 */
const lag = {
  arrivals: [], // of the last LAG_WINDOW_MILLIS: a stream that is slower than its own clock must not seem ever later
  reset() {
    this.arrivals = [];
  },
  arrived(ptsMicros, now) {
    this.arrivals.push({ now, offset: now - ptsMicros / 1000 });
    while (now - this.arrivals[0].now > LAG_WINDOW_MILLIS) this.arrivals.shift();
  },
  of(ptsMicros, now) {
    return Math.max(0, now - ptsMicros / 1000 - Math.min(...this.arrivals.map(({ offset }) => offset)));
  },
};

function describe({ name, width, height, framesPerSecond }) {
  const size = width ? `${width} × ${height}` : '';
  const rate = framesPerSecond ? `${+framesPerSecond.toFixed(2)} fps` : '';
  return [name, size, rate].filter(Boolean).join(' · ');
}

function removeAnimals(gone) {
  for (const [id, animal] of animals) {
    if (!gone(id)) continue;
    stage?.world.remove(animal);
    animal.dispose();
    animals.delete(id);
  }
  if (stage) stage.dirty = true;
}

function showPose(pose, now) {
  const seconds = stream.shownPose ? Math.max(0, (pose.ptsMicros - stream.shownPose.ptsMicros) / 1e6) : 0;
  stream.shownPose = pose;
  stats.posesShown++;
  stats.frameIndex = pose.frameIndex;
  stats.ptsMicros = pose.ptsMicros;
  stats.subjects = pose.subjects.length;
  stats.lagMillis = lag.of(pose.ptsMicros, now);
  shownAt.push(now);
  if (!stage || !stream.rig) return;
  stage.setIntrinsics(pose);
  const present = new Set(pose.subjects.map(({ id }) => id));
  removeAnimals((id) => !present.has(id));
  for (const subject of pose.subjects) {
    const animal = animals.get(subject.id) ?? addAnimal(subject.id);
    const body = bodies.get(subject.id);
    if (body && body.bodyVersion !== animal.bodyVersion && body.points.length === stream.rig.rest.length) {
      animal.setBody(body);
      animal.bodyVersion = body.bodyVersion;
    }
    animal.apply(subject);
    animal.skeleton.visible = view.skeleton;
  }
  spots.place();
  stage.place([...animals.values()], seconds);
  stats.joints = animals.size ? Array.from(animals.values().next().value.joints) : null;
}

function addAnimal(id) {
  const animal = new Animal(stream.rig, view.coat, coats.get(id));
  animals.set(id, animal);
  stage.world.add(animal);
  return animal;
}

const shownAt = []; // times of the poses shown within the last two seconds
let redrawVideo = false;

function tick(now) {
  requestAnimationFrame(tick);
  if (!view.paused) {
    const { pose, picture } = timeline.current();
    const newPose = pose && pose !== stream.shownPose;
    const newPicture = picture && picture !== stream.shownPicture;
    if (newPose) showPose(pose, now);
    if (newPicture) {
      stats.picturesShown++;
      stats.pictureMicros = picture.ptsMicros;
      stream.shownPicture = picture;
      video.take(picture);
    }
    redrawVideo ||= newPicture || (newPose && (view.overlay || spots.size > 0 || !picture));
  }
  if (redrawVideo) video.draw(stream.shownPose, { overlay: view.overlay && stage, stage, spots });
  redrawVideo = false;
  quality.tick(now);
  quality.drew = Boolean(stage?.render());
  if (quality.drew) stats.rendered++;
}

/** Where drawing is slow (no GPU, an old phone), fewer pixels and cheaper shadows rather than a stutter. */
const quality = {
  level: 0,
  last: 0,
  slow: 0,
  drew: false,
  tick(now) {
    // The browser calls as often as it gets its pictures out; only gaps after a draw say what drawing costs.
    const millis = now - this.last;
    this.last = now;
    if (!this.drew) return;
    this.slow = Math.max(0, this.slow + (millis > 4 * SLOW_DRAW_MILLIS ? 2 : millis > SLOW_DRAW_MILLIS ? 1 : -1));
    if (this.slow < SLOW_DRAWS || this.level === Stage.QUALITIES - 1) return;
    this.slow = 0;
    stats.quality = ++this.level;
    stage.setQuality(this.level);
  },
};
setInterval(() => {
  const now = performance.now();
  while (shownAt.length && now - shownAt[0] > 2000) shownAt.shift();
  stats.posesPerSecond = shownAt.length / 2;
  const pose = stream.shownPose;
  $('frame').textContent = pose ? pose.frameIndex : '–';
  $('time').textContent = pose ? `${(pose.ptsMicros / 1e6).toFixed(2)} s` : '–';
  $('fps').textContent = pose ? stats.posesPerSecond.toFixed(1) : '–';
  $('lag').textContent = pose && !view.paused ? `${Math.round(stats.lagMillis)} ms` : '–';
  $('confidence').textContent = pose?.subjects.length ? pose.subjects.map((s) => `${Math.round(100 * s.confidence)} %`).join(', ') : '–';
  showStatus(now);
  $('video-empty').hidden = Boolean(stream.shownPicture);
  if (stage) {
    $('stage-empty').hidden = Boolean(pose?.subjects.length) && Boolean(stream.rig);
    $('stage-empty').textContent = pose && stream.rig ? 'No animal in view' : 'Waiting for the first pose';
  }
}, 250);

function showStatus(now) {
  const [state, words] = stream.socket !== 'open' ? ['lost', 'disconnected, trying again']
    : stream.end ? [stream.end.lost ? 'lost' : 'ended', stream.end.reason || (stream.end.lost ? 'source lost' : 'ended')]
    : view.paused ? ['paused', 'paused']
    : !stream.shownPose ? ['connecting', 'waiting for frames']
    : now - stream.lastMessage > STALLED_MILLIS ? ['stalled', `no frame for ${Math.round((now - stream.lastMessage) / 1000)} s`]
    : ['live', 'live'];
  if ($('status').textContent !== words) $('status').textContent = words;
  $('status').dataset.state = state;
}

// Controls.
const press = (button, on) => button.setAttribute('aria-pressed', String(on));

function choose(attribute, value) {
  document.querySelectorAll(`[data-${attribute}]`).forEach((button) => press(button, button.dataset[attribute] === value));
}

const actions = {
  play() {
    view.paused = !view.paused;
    $('play').textContent = view.paused ? 'Play' : 'Pause';
    press($('play'), view.paused);
  },
  skeleton() {
    view.skeleton = !view.skeleton;
    animals.forEach((animal) => (animal.skeleton.visible = view.skeleton));
    press($('skeleton'), view.skeleton);
    redrawVideo = true;
  },
  overlay() {
    view.overlay = !view.overlay;
    press($('overlay'), view.overlay);
    redrawVideo = true;
  },
  reset() {
    stage.touched = false;
    stage.resetView();
  },
};
for (const [id, action] of Object.entries(actions)) {
  $(id).addEventListener('click', () => {
    action();
    if (stage) stage.dirty = true;
  });
}
document.querySelectorAll('[data-view]').forEach((button) => button.addEventListener('click', () => {
  stage?.setMode(button.dataset.view);
  choose('view', button.dataset.view);
  $('hint').hidden = button.dataset.view !== 'orbit';
}));
document.querySelectorAll('[data-coat]').forEach((button) => button.addEventListener('click', () => {
  view.coat = button.dataset.coat;
  animals.forEach((animal, id) => animal.setColours(view.coat, coats.get(id)));
  if (stage) stage.dirty = true;
  redrawVideo = true;
  choose('coat', view.coat);
}));
/** A click in the video marks that spot of the animal, there and in 3D; a click beside it takes all marks away. */
$('video').addEventListener('click', async ({ offsetX, offsetY }) => {
  const pose = stream.shownPose;
  const at = pose && video.toFrame(offsetX, offsetY, pose);
  if (!at || !stage) return;
  if (!(await spots.ask(pose, ...at))) spots.clear();
  stats.spots = spots.size;
  $('video-hint').classList.add('used');
  spots.place();
  stage.dirty = true;
  redrawVideo = true;
});
const KEYS = { ' ': 'play', s: 'skeleton', o: 'overlay', r: 'reset' };
addEventListener('keydown', (event) => {
  const action = KEYS[event.key.toLowerCase()];
  if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === ' ' && event.target instanceof HTMLButtonElement) return; // presses that button
  event.preventDefault();
  $(action).click();
});

if (stage) {
  stage.controls.addEventListener('start', () => {
    stage.touched = true;
    $('hint').classList.add('used');
  });
  new ResizeObserver(([entry]) => {
    const { width, height } = entry.contentRect;
    if (width > 0 && height > 0) stage.resize(width, height);
  }).observe($('stage').parentElement);
}
requestAnimationFrame(tick);
