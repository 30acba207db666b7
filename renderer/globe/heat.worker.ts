/** Fields off the page's own thread. One message in, one field out, in order. */
import { contourPlaces } from '#layers/heat/contours.ts';
import { fieldValues } from '#layers/heat/fieldValues.ts';
import { createKernel, type FieldGrid, type Kernel } from '#layers/heat/kernel.ts';
import type { FieldPaint } from '#layers/heat/paint.ts';

export interface SentColumns { values: Float32Array<ArrayBuffer>; ages: Uint32Array<ArrayBuffer>; status: Uint8Array<ArrayBuffer> }
export type HeatRequest =
  /** `levels`: of lines whose numbers are wanted, as the field holds values. */
  | { kind: 'sites'; key: string; x: Float32Array; y: Float32Array; grid: FieldGrid; sigma: number; levels: readonly number[]; paint: FieldPaint }
  | ({ kind: 'frame'; key: string; ticket: number; periodSeconds: number } & SentColumns)
  | { kind: 'forget'; key: string };
/** `numbers`: where the levels' numbers may stand (`contourPlaces`); `spare`: what was sent, given back. */
export interface HeatReply { key: string; ticket: number; nodes: Float32Array<ArrayBuffer>; numbers: Float32Array<ArrayBuffer>; spare: SentColumns }

const known = new Map<string, { kernel: Kernel; levels: readonly number[]; paint: FieldPaint }>();
/** The worker's own global, which the page's types do not describe. */
const port = globalThis as unknown as {
  addEventListener(type: 'message', listener: (event: MessageEvent<HeatRequest>) => void): void;
  postMessage(reply: HeatReply, transfer: ArrayBuffer[]): void;
};

port.addEventListener('message', ({ data }) => {
  if (data.kind === 'sites') known.set(data.key, { kernel: createKernel(data.x, data.y, data.grid, data.sigma), levels: data.levels, paint: data.paint });
  else if (data.kind === 'forget') known.delete(data.key);
  else {
    const asked = known.get(data.key);
    if (!asked) return;
    const field = asked.kernel.sums(fieldValues(data, data.periodSeconds, asked.paint));
    const numbers = asked.levels.length > 0 ? contourPlaces(field, asked.levels, asked.paint.isDensity) : new Float32Array();
    const { values, ages, status } = data;
    port.postMessage({ key: data.key, ticket: data.ticket, nodes: field.nodes, numbers, spare: { values, ages, status } }, [field.nodes.buffer, numbers.buffer, values.buffer, ages.buffer, status.buffer]);
  }
});
