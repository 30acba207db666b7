/**
 * The one binary form: a JSON header and named typed columns, used for frames, place sets, series and for batches
 * on feeds. Little-endian:
 *
 *   u32 magic "CMC1" · u32 header bytes · header JSON (UTF-8) · columns, each starting at a multiple of 8
 *
 * The header's `columns` lists `[name, type, length]` in order; where each starts follows from that.
 */
export type Column = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;
export type Columns = Record<string, Column>;
export interface ColumnMessage {
  header: Record<string, unknown>;
  columns: Columns;
}

const MAGIC = 0x31434d43; // "CMC1"
const TYPES = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  u32: Uint32Array,
  u16: Uint16Array,
  u8: Uint8Array,
} as const;
type ColumnType = keyof typeof TYPES;

const align8 = (n: number): number => (n + 7) & ~7;

function typeOf(column: Column): ColumnType {
  for (const [name, constructor] of Object.entries(TYPES)) {
    if (column instanceof constructor) return name as ColumnType;
  }
  throw new TypeError('a column must be a typed array of a listed type');
}

/** True where the bytes start like a column message; cheap, says nothing of the rest. */
export function isColumnMessage(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true) === MAGIC;
}

export function encodeColumns(header: Record<string, unknown>, columns: Columns): Uint8Array<ArrayBuffer> {
  const list = Object.entries(columns).map(([name, column]) => [name, typeOf(column), column.length] as const);
  const head = new TextEncoder().encode(JSON.stringify({ ...header, columns: list }));
  let size = align8(8 + head.length);
  for (const column of Object.values(columns)) size = align8(size + column.byteLength);
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, head.length, true);
  out.set(head, 8);
  let at = align8(8 + head.length);
  for (const column of Object.values(columns)) {
    out.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at = align8(at + column.byteLength);
  }
  return out;
}

export class ColumnError extends Error {}

/**
 * Reads a column message without trusting it: every length is checked before it is used. Throws `ColumnError`.
 * Columns are views into `bytes` where its alignment allows, copies otherwise.
 */
export function decodeColumns(bytes: Uint8Array): ColumnMessage {
  if (!isColumnMessage(bytes)) throw new ColumnError('not a column message');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headLength = view.getUint32(4, true);
  if (headLength > bytes.length - 8) throw new ColumnError('header runs past the end');
  const header = parseHeader(bytes.subarray(8, 8 + headLength));
  const columns: Columns = {};
  let at = align8(8 + headLength);
  for (const entry of header.columns as unknown[]) {
    if (!Array.isArray(entry) || entry.length !== 3) throw new ColumnError('a column entry is [name, type, length]');
    const [name, type, length] = entry as [unknown, unknown, unknown];
    if (typeof name !== 'string' || name === '__proto__') throw new ColumnError('a column needs a name');
    if (typeof type !== 'string' || !Object.hasOwn(TYPES, type)) throw new ColumnError('unknown column type');
    if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) throw new ColumnError('bad column length');
    const constructor = TYPES[type as ColumnType];
    const byteLength = length * constructor.BYTES_PER_ELEMENT;
    if (byteLength > bytes.length - at) throw new ColumnError(`column ${name} runs past the end`);
    const start = bytes.byteOffset + at;
    columns[name] =
      start % constructor.BYTES_PER_ELEMENT === 0
        ? new constructor(bytes.buffer as ArrayBuffer, start, length)
        : new constructor(new Uint8Array(bytes.subarray(at, at + byteLength)).buffer, 0, length); // a Buffer's slice would not copy
    at = align8(at + byteLength);
  }
  delete header.columns;
  return { header, columns };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ColumnError('header is not JSON');
  }
  if (typeof header !== 'object' || header === null || !Array.isArray((header as { columns?: unknown }).columns)) {
    throw new ColumnError('header lists no columns');
  }
  return header as Record<string, unknown>;
}
