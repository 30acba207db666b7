/** The host's process as main sees it; Electron itself and the process are stood in for, as only Electron can run them. */
import { EventEmitter } from 'node:events';
import { beforeEach, expect, it, vi } from 'vitest';
import { startHost } from './hostProcess.ts';
import type { KeptOptions } from './keptProcess.ts';
import type { HostSettings } from './messages.ts';

let kept: KeptOptions;
vi.mock('electron', () => ({ ipcMain: { on: () => undefined }, MessageChannelMain: EventTarget }));
vi.mock('./keptProcess.ts', () => ({ keepProcess: (options: KeptOptions) => ((kept = options), { stop: () => Promise.resolve() }) }));

const failed = vi.fn();
const start = (): EventEmitter => {
  const child = Object.assign(new EventEmitter(), { postMessage: () => undefined, kill: () => undefined });
  kept.started(child as never);
  return child;
};
beforeEach(async () => {
  failed.mockReset();
  startHost({ entry: 'host.cjs', settings: Promise.resolve({} as HostSettings), failed, log: () => undefined });
  await Promise.resolve();
});

it('tells of a host that dies before it has said anything, at the third time, once', () => {
  for (let death = 1; death <= 5; death++) {
    start();
    kept.died(134, 250);
    if (death < 3) expect(failed).not.toHaveBeenCalled();
    else expect(failed.mock.calls).toEqual([[{ code: 'internal', file: '', message: 'The host ended with code 134.' }]]);
  }
});

it('leaves what a host has said of itself as the reason, and does not call one that ran a failure', () => {
  const failure = { code: 'in-use', file: 'live.sqlite', message: 'It is in use.' };
  for (let death = 1; death <= 4; death++) {
    start().emit('message', { type: 'failed', failure });
    kept.died(0, 250);
  }
  expect(failed.mock.calls).toEqual([[failure]]);
  for (let death = 1; death <= 4; death++) {
    start().emit('message', { type: 'ready' });
    kept.died(1, 250);
  }
  expect(failed).toHaveBeenCalledTimes(1);
});
