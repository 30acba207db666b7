/** Stretches of history in the page's memory, and the frame at any of their instants. */
import type { ColumnMessage } from '#contract/columns.ts';
import { frameInto, NOT_SAID, type Before, type DenseBlock } from '#contract/blocks/dense.ts';
import { unfoldTiles, type Allocate } from '#contract/blocks/unfoldTiles.ts';
import { NEVER, STATUS, type IndicatorFrame } from '#layers/frame.ts';

/** Epoch ms. `complete`: later than this may still change. */
export interface Stretch { from: number; until: number; complete: number; silentAfter: number }
export interface ObservedStretch extends Stretch { kind: 'observed'; dense: DenseBlock }
export interface PicturedStretch extends Stretch {
  kind: 'pictured';
  times: Float64Array;
  values: Float32Array;
  /** Whole seconds after `from`; `NOT_SAID` for never. */
  newest: Int32Array;
  status: Uint8Array;
}
export type Unfolded = ObservedStretch | PicturedStretch;

/** What `block.get` replied, ready to be drawn from; `lead`: what leads into it, where the reply does not say. Throws where it is not such a reply. */
export function unfoldReply({ header, columns }: ColumnMessage, lead: Before | null = null, allocate?: Allocate): Unfolded {
  const { from, until, complete, silentAfter, form, pieces } = header as unknown as Stretch & { form: string; pieces: [number, number, number][] };
  const stretch = { from, until, complete, silentAfter };
  if (form === 'pictured') {
    const { times, values, newest, status } = columns as unknown as PicturedStretch;
    return { ...stretch, kind: 'pictured', times, values, newest, status };
  }
  const { bytes, beforeValues, beforeTimes } = columns as unknown as { bytes: Uint8Array; beforeValues?: Float32Array; beforeTimes?: Int32Array };
  const before = beforeValues && beforeTimes ? { values: beforeValues, times: beforeTimes, quality: null } : lead;
  if (before === null) throw new TypeError('a stretch that nothing leads into');
  let at = 0;
  const tiles = pieces.map(([t0, t1, length]) => ({ t0, t1, body: bytes.subarray(at, (at += length)) }));
  return { ...stretch, kind: 'observed', dense: unfoldTiles(tiles, before, { from, until }, allocate && { allocate }) };
}

export function sizeOf(block: Unfolded): number {
  if (block.kind === 'pictured') return 256 + block.times.byteLength + block.values.byteLength + block.newest.byteLength + block.status.byteLength;
  const { values, times, quality } = block.dense;
  return 256 + values.byteLength + times.byteLength + (quality?.byteLength ?? 0);
}

type Columns = Pick<IndicatorFrame, 'values' | 'ages' | 'status' | 'validFrom' | 'validUntil'>;

/** The picture at `time` (epoch ms, in the stretch); null where there is none of it yet. The same for its whole second, or its step. */
export function columnsAt(block: Unfolded, time: number): Columns | null {
  return block.kind === 'observed' ? observedAt(block, time) : picturedAt(block, time);
}

function observedAt({ dense, silentAfter, from }: ObservedStretch, time: number): Columns {
  const n = dense.sites;
  const values = new Float32Array(n);
  const ages = new Uint32Array(n);
  const status = new Uint8Array(n);
  frameInto(dense, time, { values, ages, quality: status });
  const silentS = silentAfter / 1000;
  for (let i = 0; i < n; i++) {
    const age = ages[i]!;
    if (age === NEVER) status[i] = STATUS.never;
    else if (age > silentS) {
      status[i] = STATUS.silent;
      values[i] = NaN;
    } else status[i] = STATUS.measured;
  }
  const second = from + Math.floor((time - from) / 1000) * 1000;
  return { values, ages, status, validFrom: second, validUntil: second + 1000 };
}

function picturedAt({ times, values, newest, status, from, until }: PicturedStretch, time: number): Columns | null {
  if (times.length === 0) return null;
  let k = times.length - 1;
  while (k > 0 && times[k]! > time) k--;
  const n = values.length / times.length;
  const now = Math.floor((time - from) / 1000);
  const ages = Uint32Array.from(newest.subarray(k * n, (k + 1) * n), (said) => (said === NOT_SAID ? NEVER : Math.max(0, now - said)));
  return { values: values.slice(k * n, (k + 1) * n), ages, status: status.slice(k * n, (k + 1) * n), validFrom: times[k]!, validUntil: times[k + 1] ?? until };
}
