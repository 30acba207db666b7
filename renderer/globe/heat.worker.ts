/** Fields off the page's own thread. One message in, one field out, in order. */
import { contourPlaces } from '#layers/heat/contours.ts';
import { createKernel, type FieldGrid, type FieldValues, type Kernel } from '#layers/heat/kernel.ts';

export type HeatRequest =
  /** `levels`: of lines whose numbers are wanted, as the field holds values. */
  | { kind: 'sites'; key: string; x: Float32Array; y: Float32Array; grid: FieldGrid; sigma: number; levels: readonly number[]; isDensity: boolean }
  | ({ kind: 'frame'; key: string; ticket: number } & FieldValues)
  | { kind: 'forget'; key: string };
/** `numbers`: where the levels' numbers may stand (`contourPlaces`). */
export interface HeatReply { key: string; ticket: number; nodes: Float32Array<ArrayBuffer>; numbers: Float32Array<ArrayBuffer> }

const known = new Map<string, { kernel: Kernel; levels: readonly number[]; isDensity: boolean }>();
/** The worker's own global, which the page's types do not describe. */
const port = globalThis as unknown as {
  addEventListener(type: 'message', listener: (event: MessageEvent<HeatRequest>) => void): void;
  postMessage(reply: HeatReply, transfer: ArrayBuffer[]): void;
};

port.addEventListener('message', ({ data }) => {
  if (data.kind === 'sites') known.set(data.key, { kernel: createKernel(data.x, data.y, data.grid, data.sigma), levels: data.levels, isDensity: data.isDensity });
  else if (data.kind === 'forget') known.delete(data.key);
  else {
    const asked = known.get(data.key);
    if (!asked) return;
    const field = asked.kernel.sums(data);
    const numbers = asked.levels.length > 0 ? contourPlaces(field, asked.levels, asked.isDensity) : new Float32Array();
    port.postMessage({ key: data.key, ticket: data.ticket, nodes: field.nodes, numbers }, [field.nodes.buffer, numbers.buffer]);
  }
});
