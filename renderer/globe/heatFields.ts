/** The page's end of the heat worker: frames in, fields out. One frame of a field is under way, at most one waits: the newest. */
import type { IndicatorFrame } from '#layers/frame.ts';
import type { FieldGrid } from '#layers/heat/kernel.ts';
import { heldValue, inSpans, type FieldPaint } from '#layers/heat/paint.ts';
import { freshness } from '#layers/age.ts';
import { isMeasured, isWithheld } from '#layers/places.ts';
import type { HeatReply, HeatRequest } from './heat.worker.ts';

export interface HeatFields {
  /** A field of its own for sites at x and y metres; `levels`: of lines whose numbers are wanted, in the indicator's unit. */
  open(places: FieldPlaces, paint: FieldPaint, handlers: FieldHandlers, levels?: readonly number[]): HeatField;
  destroy(): void;
}
/** Sites at x and y metres, the grid that holds them, σ in metres. */
export interface FieldPlaces { x: Float32Array; y: Float32Array; grid: FieldGrid; sigma: number }
export interface FieldHandlers {
  /** The nodes of `Field`. */
  field(nodes: Float32Array<ArrayBuffer>, ticket: number, numbers: Float32Array): void;
  /** A newer frame has taken this one's place before it was computed. */
  dropped(ticket: number): void;
}
export interface HeatField {
  compute(frame: IndicatorFrame, periodSeconds: number, ticket: number): void;
  /** Neither fields nor dropped tickets are told any more. */
  close(): void;
}

interface Job { frame: IndicatorFrame; periodSeconds: number; ticket: number }
interface Field { key: string; count: number; paint: FieldPaint; handlers: FieldHandlers; underWay: boolean; next: Job | null }

/** `failed`: the worker has died. All fields are closed then; one that is opened later has a new worker. */
export function createHeatFields(failed: (error: unknown) => void): HeatFields {
  let worker: Worker | null = null;
  let opened = 0;
  const fields = new Map<string, Field>();
  const end = (): void => {
    worker?.terminate();
    worker = null;
    fields.clear();
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./heat.worker.ts', import.meta.url), { type: 'module', name: 'heat' });
    const die = (reason: unknown): void => {
      if (worker !== started) return;
      end();
      failed(reason);
    };
    started.addEventListener('message', ({ data }: MessageEvent<HeatReply>) => hear(data));
    started.addEventListener('error', ({ message }) => die(message));
    started.addEventListener('messageerror', () => die('A field could not be read.'));
    return started;
  };
  const send = (request: HeatRequest, transfer: Transferable[] = []): void => worker?.postMessage(request, transfer);

  const hear = ({ key, nodes, ticket, numbers }: HeatReply): void => {
    const field = fields.get(key);
    if (!field) return;
    field.underWay = false;
    if (field.next) begin(field, field.next);
    field.handlers.field(nodes, ticket, numbers);
  };
  const begin = (field: Field, { frame, periodSeconds, ticket }: Job): void => {
    field.underWay = true;
    field.next = null;
    const values = new Float32Array(field.count).fill(NaN);
    const fresh = new Float32Array(field.count);
    const silent = new Uint8Array(field.count);
    for (let i = 0; i < field.count; i++) {
      if (isMeasured(frame, i)) {
        values[i] = inSpans(frame.values[i]!, field.paint);
        fresh[i] = freshness(frame.ages[i]!, periodSeconds);
      } else if (isWithheld(frame, i)) silent[i] = 1;
    }
    send({ kind: 'frame', key: field.key, ticket, values, freshness: fresh, silent }, [values.buffer, fresh.buffer, silent.buffer]);
  };

  return {
    open({ x, y, grid, sigma }, paint, handlers, levels = []) {
      worker ??= start();
      const field: Field = { key: String(++opened), count: x.length, paint, handlers, underWay: false, next: null };
      fields.set(field.key, field);
      send({ kind: 'sites', key: field.key, x, y, grid, sigma, levels: levels.map((level) => heldValue(level, paint, sigma)), isDensity: paint.isDensity });
      return {
        compute(frame, periodSeconds, ticket) {
          const job = { frame, periodSeconds, ticket };
          if (!field.underWay) return begin(field, job);
          const overtaken = field.next;
          field.next = job;
          if (overtaken) handlers.dropped(overtaken.ticket);
        },
        close() {
          if (fields.delete(field.key)) send({ kind: 'forget', key: field.key });
        },
      };
    },
    destroy: end,
  };
}
