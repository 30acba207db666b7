/** Fields off the page's own thread. One message in, one field out, in order. */
import { createKernel, type FieldGrid, type FieldValues, type Kernel } from '#layers/heat/kernel.ts';

export type HeatRequest =
  | { kind: 'sites'; key: string; x: Float32Array; y: Float32Array; grid: FieldGrid; sigma: number }
  | ({ kind: 'frame'; key: string; ticket: number } & FieldValues)
  | { kind: 'forget'; key: string };
export interface HeatReply { key: string; ticket: number; nodes: Float32Array<ArrayBuffer> }

const known = new Map<string, Kernel>();
/** The worker's own global, which the page's types do not describe. */
const port = globalThis as unknown as {
  addEventListener(type: 'message', listener: (event: MessageEvent<HeatRequest>) => void): void;
  postMessage(reply: HeatReply, transfer: ArrayBuffer[]): void;
};

port.addEventListener('message', ({ data }) => {
  if (data.kind === 'sites') known.set(data.key, createKernel(data.x, data.y, data.grid, data.sigma));
  else if (data.kind === 'forget') known.delete(data.key);
  else {
    const kernel = known.get(data.key);
    if (!kernel) return;
    const { nodes } = kernel.sums(data);
    port.postMessage({ key: data.key, ticket: data.ticket, nodes }, [nodes.buffer]);
  }
});
