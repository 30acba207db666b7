/** The short form of `npm run torture -- store`. */
import { expect, it } from 'vitest';
import { IN_COMPACTION, torture } from './rounds.ts';
import type { Control } from './child.ts';

const SEED = 20_261_122;

it('loses nothing that was acknowledged, keeps nothing twice and changes nothing, wherever its writer is killed', { timeout: 400_000 }, async () => {
  const { rounds, kills, problems, compared } = await torture({ rounds: 40, seed: SEED, control: null, scale: 0.15 });
  expect(problems).toStrictEqual([]);
  expect(rounds).toBe(40);
  expect(kills.compaction).toBeGreaterThanOrEqual(IN_COMPACTION * rounds);
  expect(compared).toBeGreaterThan(100_000);
});

it.each<Control>(['acknowledge', 'value', 'quality', 'missing'])('notices a broken %s', { timeout: 60_000 }, async (control) => {
  const { problems } = await torture({ rounds: 25, seed: SEED, control, scale: 0.1, untilCaught: true });
  expect(problems).not.toStrictEqual([]);
});
