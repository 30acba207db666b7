/** The page's end of the heat worker: frames in, images out; an image that a newer frame has overtaken is dropped. */
import type { IndicatorFrame } from '#layers/frame.ts';
import type { HeatGrid } from '#layers/heat/kernel.ts';
import { freshness, isMeasured, isWithheld } from '#layers/places.ts';
import type { LayerLook } from '#layers/registry.ts';
import type { HeatReply, HeatRequest } from './heat.worker.ts';

export interface HeatFields {
  /** A field of its own for sites at x and y metres; `image` hears of each finished picture. */
  open(x: Float32Array, y: Float32Array, grid: HeatGrid, look: LayerLook, image: (bytes: Uint8Array, ticket: number) => void): HeatField;
  destroy(): void;
}
export interface HeatField {
  compute(frame: IndicatorFrame, periodSeconds: number, ticket: number): void;
  close(): void;
}

export function createHeatFields(failed: (error: unknown) => void): HeatFields {
  let worker: Worker | null = null;
  let opened = 0;
  const listeners = new Map<string, (bytes: Uint8Array, ticket: number) => void>();
  const start = (): Worker => {
    const started = new Worker(new URL('./heat.worker.ts', import.meta.url), { type: 'module', name: 'heat' });
    started.addEventListener('message', ({ data }: MessageEvent<HeatReply>) => listeners.get(data.key)?.(data.image, data.ticket));
    started.addEventListener('error', (event) => failed(event.message));
    return started;
  };
  const send = (request: HeatRequest, transfer: Transferable[] = []): void => (worker ??= start()).postMessage(request, transfer);
  return {
    open(x, y, grid, look, image) {
      const key = String(++opened);
      listeners.set(key, image);
      const estimator = look.kind === 'density' ? 'density' : 'mean';
      send({ kind: 'sites', key, x, y, grid, sigma: look.sigma, mapping: look.scale.mapping, estimator });
      return {
        compute(frame, periodSeconds, ticket) {
          const count = x.length;
          const values = new Float32Array(count).fill(NaN);
          const fresh = new Float32Array(count);
          const silent = new Uint8Array(count);
          for (let i = 0; i < count; i++) {
            if (isMeasured(frame, i)) {
              values[i] = frame.values[i]!;
              fresh[i] = freshness(frame.ages[i]!, periodSeconds);
            } else if (isWithheld(frame, i)) silent[i] = 1;
          }
          send({ kind: 'frame', key, ticket, values, freshness: fresh, silent }, [values.buffer, fresh.buffer, silent.buffer]);
        },
        close() {
          listeners.delete(key);
          send({ kind: 'forget', key });
        },
      };
    },
    destroy() {
      worker?.terminate();
      listeners.clear();
    },
  };
}
