/** Opens a run file as the product does: with what it says of how often each indicator speaks. */
import { openStore } from '#host/store/openStore.ts';
import type { RunStore } from '#host/store/store.ts';
import { periodMs } from './plan.ts';

export function openVictim(file: string): RunStore {
  const options: Parameters<typeof openStore>[1] & { periodMs(code: string): number } = { periodMs };
  return openStore(file, options);
}
