// Reads messages by the schema that the server made: nothing about their layout is written here.
import { PROTOCOL } from './protocol.js';

const BYTES = { U8: 1, U16: 2, U32: 4, I64: 8, F32: 4 };
const ARRAYS = { U8: Uint8Array, U16: Uint16Array, U32: Uint32Array, F32: Float32Array };
const text = new TextDecoder();
const kinds = new Map(Object.entries(PROTOCOL.kinds).map(([name, { code, fields }]) => [code, { name, fields }]));

/** The message in an ArrayBuffer as an object with its `kind`, or null if this page does not know the kind. */
export function decode(buffer) {
  const cursor = { buffer, view: new DataView(buffer), at: 1 };
  const kind = kinds.get(cursor.view.getUint8(0));
  return kind ? { kind: kind.name, ...readFields(kind.fields, cursor) } : null;
}

function readFields(fields, cursor) {
  const out = {};
  for (const field of fields) {
    out[field.name] = 'factor' in field ? readMany(field, cursor, out) : readOne(field.type, cursor);
  }
  return out;
}

function readMany(field, cursor, sofar) {
  const { type, countOf, factor, fields } = field;
  const count = factor === 0 ? cursor.buffer.byteLength - cursor.at : factor * (countOf ? sofar[countOf] : 1);
  if (type === 'GROUP') {
    return Array.from({ length: count }, () => readFields(fields, cursor));
  }
  const from = cursor.at;
  cursor.at += count * BYTES[type];
  // Bytes are a view; wider numbers are copied, for they need not be aligned. All browsers' hosts are little endian.
  return type === 'U8' ? new Uint8Array(cursor.buffer, from, count) : new ARRAYS[type](cursor.buffer.slice(from, cursor.at));
}

function readOne(type, cursor) {
  const { view, at } = cursor;
  if (type === 'TEXT') {
    const length = view.getUint16(at, true);
    cursor.at += 2 + length;
    return text.decode(new Uint8Array(cursor.buffer, at + 2, length));
  }
  cursor.at += BYTES[type];
  switch (type) {
    case 'U8': return view.getUint8(at);
    case 'U16': return view.getUint16(at, true);
    case 'U32': return view.getUint32(at, true);
    case 'I64': return Number(view.getBigInt64(at, true)); // microseconds: exact for 285 years
    case 'F32': return view.getFloat32(at, true);
    default: throw new Error(`the schema has a type ${type} that this page does not know`);
  }
}

/** Coordinates that were sent as low + step * q, three per point. */
export function dequantise({ vertices, low, step }) {
  return Float32Array.from(vertices, (q, i) => low[i % 3] + step[i % 3] * q);
}

const MAX = 2 ** PROTOCOL.quaternionBits - 1;

/** Unpacks a smallest-three quaternion into a three.js Quaternion. */
export function unpackQuaternion(packed, target) {
  const largest = packed >>> (3 * PROTOCOL.quaternionBits);
  const q = [0, 0, 0, 0];
  let rest = 1;
  let shift = 2 * PROTOCOL.quaternionBits;
  for (let i = 0; i < 4; i++) {
    if (i === largest) continue;
    q[i] = (((packed >>> shift) & MAX) / MAX * 2 - 1) * PROTOCOL.quaternionRange;
    rest -= q[i] * q[i];
    shift -= PROTOCOL.quaternionBits;
  }
  q[largest] = Math.sqrt(Math.max(0, rest));
  return target.set(q[0], q[1], q[2], q[3]);
}
