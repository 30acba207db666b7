import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { IndicatorFrame } from '#layers/frame.ts';
import { fieldGrid } from '#layers/heat/kernel.ts';
import { fieldPaint } from '#layers/heat/paint.ts';
import type { HeatReply, HeatRequest } from './heat.worker.ts';
import { createHeatFields } from './heatFields.ts';

/** The browser's end of a worker that computes when the test says so. */
class HeldWorker extends EventTarget {
  static all: HeldWorker[] = [];
  readonly asked: HeatRequest[] = [];
  terminated = false;
  constructor() {
    super();
    HeldWorker.all.push(this);
  }
  postMessage(request: HeatRequest): void {
    this.asked.push(request);
  }
  terminate(): void {
    this.terminated = true;
  }
  get tickets(): number[] {
    return this.asked.flatMap((request) => (request.kind === 'frame' ? [request.ticket] : []));
  }
  answer(): void {
    const { key, ticket } = this.asked.findLast((request) => request.kind === 'frame')!;
    const data: HeatReply = { key, ticket, nodes: new Float32Array(4), numbers: new Float32Array(), spare: { values: new Float32Array(2), ages: new Uint32Array(2), status: new Uint8Array(2) } };
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
  die(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
}

const [x, y] = [Float32Array.of(0, 400), Float32Array.of(0, 300)];
const paint = fieldPaint({ values: [0, 1], positions: [0, 1] }, false, 200);
const places = { x, y, grid: fieldGrid(x, y, 200), sigma: 200 };
const frame = (value: number): IndicatorFrame => ({
  run: 'live', indicator: 'MW06', places: 'MW06', time: 0, validFrom: 0, validUntil: 1,
  values: Float32Array.of(value, value), ages: new Uint32Array(2), status: new Uint8Array(2),
});

function bench() {
  const said = { images: [] as number[], dropped: [] as number[], failed: [] as unknown[] };
  const fields = createHeatFields((error) => said.failed.push(error));
  const open = () => fields.open(places, paint, { field: (_nodes, ticket) => said.images.push(ticket), dropped: (ticket) => said.dropped.push(ticket) });
  return { said, open, fields };
}

beforeEach(() => {
  HeldWorker.all = [];
  vi.stubGlobal('Worker', HeldWorker);
});
afterEach(() => vi.unstubAllGlobals());

test('one frame is under way and the newest waits; whoever sent the ones between hears that they never come', () => {
  const { said, open } = bench();
  const field = open();
  for (const ticket of [1, 2, 3, 4]) field.compute(frame(ticket), 60, ticket);
  const [worker] = HeldWorker.all;
  expect(worker!.tickets).toEqual([1]);
  expect(said.dropped).toEqual([2, 3]);
  worker!.answer();
  expect(worker!.tickets).toEqual([1, 4]);
  worker!.answer();
  expect(said.images).toEqual([1, 4]);
  expect(worker!.asked.at(-1)).toMatchObject({ values: Float32Array.of(4, 4) });
});

test('two fields do not wait for each other', () => {
  const { open } = bench();
  open().compute(frame(1), 60, 1);
  open().compute(frame(1), 60, 2);
  expect(HeldWorker.all.map(({ tickets }) => tickets)).toEqual([[1, 2]]);
});

test('a dead worker is told once, is asked nothing more, and a later field has a new one', () => {
  const { said, open } = bench();
  const field = open();
  field.compute(frame(1), 60, 1);
  const [dead] = HeldWorker.all;
  dead!.die('out of memory');
  expect(said.failed).toEqual(['out of memory']);
  expect(dead!.terminated).toBe(true);
  field.close();
  dead!.answer();
  expect(said.images).toEqual([]);
  expect(HeldWorker.all).toHaveLength(1);
  open().compute(frame(2), 60, 2);
  expect(HeldWorker.all[1]!.tickets).toEqual([2]);
});
