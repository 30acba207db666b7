/** Kernel estimates off the page's own thread. One message in, one image out, in order. */
import { estimate, type HeatGrid } from '#layers/heat/kernel.ts';
import { paintField } from '#layers/heat/paint.ts';
import type { Mapping } from '#layers/scale.ts';

export type HeatRequest =
  | { kind: 'sites'; key: string; x: Float32Array; y: Float32Array; grid: HeatGrid; sigma: number; mapping: Mapping; estimator: 'mean' | 'density' }
  | { kind: 'frame'; key: string; ticket: number; values: Float32Array; freshness: Float32Array; silent: Uint8Array }
  | { kind: 'forget'; key: string };
export interface HeatReply { key: string; ticket: number; image: Uint8Array<ArrayBuffer> }

type Sites = Extract<HeatRequest, { kind: 'sites' }>;
const known = new Map<string, Sites>();
/** The worker's own global, which the page's types do not describe. */
const port = globalThis as unknown as {
  addEventListener(type: 'message', listener: (event: MessageEvent<HeatRequest>) => void): void;
  postMessage(reply: HeatReply, transfer: ArrayBuffer[]): void;
};

port.addEventListener('message', ({ data }) => {
  if (data.kind === 'sites') known.set(data.key, data);
  else if (data.kind === 'forget') known.delete(data.key);
  else {
    const sites = known.get(data.key);
    if (!sites) return;
    const field = estimate({ ...data, x: sites.x, y: sites.y }, sites.grid, sites.sigma);
    const image = paintField(field, sites.mapping, sites.estimator, sites.sigma) as Uint8Array<ArrayBuffer>;
    port.postMessage({ key: data.key, ticket: data.ticket, image }, [image.buffer]);
  }
});
