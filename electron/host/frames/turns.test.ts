import { expect, it } from 'vitest';
import { takeTurns } from './turns.ts';

it('lets no work begin or go on once it is closed, whatever it was told before', async () => {
  const turns = takeTurns();
  const done: string[] = [];
  const one = turns.inOrder(async () => {
    const slices = turns.slices('soon', () => true, { isEager: true });
    await slices.goOn();
    done.push('first');
    turns.close();
    await slices.goOn();
    done.push('went on');
  });
  const two = turns.inOrder(async () => void done.push('began'));
  await expect(one).rejects.toThrow('The host is closing.');
  await expect(two).rejects.toThrow('The host is closing.');
  expect(done).toStrictEqual(['first']);
});
