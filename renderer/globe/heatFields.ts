/** The page's end of the heat worker: frames in, fields out. One frame of a field is under way, at most one waits: the newest. */
import type { IndicatorFrame } from '#layers/frame.ts';
import type { FieldGrid } from '#layers/heat/kernel.ts';
import { heldValue, type FieldPaint } from '#layers/heat/paint.ts';
import type { HeatReply, HeatRequest, SentColumns } from './heat.worker.ts';

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
interface Field { key: string; handlers: FieldHandlers; underWay: boolean; next: Job | null; spare: SentColumns | null }

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

  const hear = ({ key, nodes, ticket, numbers, spare }: HeatReply): void => {
    const field = fields.get(key);
    if (!field) return;
    field.underWay = false;
    field.spare = spare;
    if (field.next) begin(field, field.next);
    field.handlers.field(nodes, ticket, numbers);
  };
  const begin = (field: Field, { frame, periodSeconds, ticket }: Job): void => {
    field.underWay = true;
    field.next = null;
    // Copies: the page keeps its frames. What they mean is the worker's to find out, a pass over all sites that the page need not wait for.
    const { values, ages, status } = copyOf(frame, field.spare);
    field.spare = null;
    send({ kind: 'frame', key: field.key, ticket, values, ages, status, periodSeconds }, [values.buffer, ages.buffer, status.buffer]);
  };

  return {
    open({ x, y, grid, sigma }, paint, handlers, levels = []) {
      worker ??= start();
      const field: Field = { key: String(++opened), handlers, underWay: false, next: null, spare: null };
      fields.set(field.key, field);
      send({ kind: 'sites', key: field.key, x, y, grid, sigma, levels: levels.map((level) => heldValue(level, paint, sigma)), paint });
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

/** Written over what came back from the worker, where it fits: fresh memory costs more than what is written to it. */
function copyOf({ values, ages, status }: IndicatorFrame, spare: SentColumns | null): SentColumns {
  if (spare?.values.length !== values.length) return { values: values.slice(), ages: ages.slice(), status: status.slice() };
  spare.values.set(values);
  spare.ages.set(ages);
  spare.status.set(status);
  return spare;
}
