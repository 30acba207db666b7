import { expect, test } from 'vitest';
import type { Clock } from '#contract/contract.ts';
import { createSeeker } from './seeker.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const clock = (at: number): Clock => ({ mode: 'replay', at, wall: 0, rate: 0, loop: null, asKnown: false });

function bench() {
  const asked: { time: number; answer: PromiseWithResolvers<Clock> }[] = [];
  const answered: number[] = [];
  const unanswered: number[] = [];
  let idle = 0;
  const seeker = createSeeker({
    ask(time) {
      const answer = Promise.withResolvers<Clock>();
      asked.push({ time, answer });
      return answer.promise;
    },
    answered: ({ at }) => void answered.push(at),
    unanswered: (time) => void unanswered.push(time),
    idle: () => void idle++,
  });
  return { seeker, asked, answered, unanswered, idle: () => idle };
}

test('one seek in flight; of all wishes meanwhile only the last is asked', async () => {
  const { seeker, asked, answered, idle } = bench();
  for (const time of [1, 2, 3, 4]) seeker.seek(time);
  expect(asked.map(({ time }) => time)).toEqual([1]);
  asked[0]!.answer.resolve(clock(1));
  await settled();
  expect(asked.map(({ time }) => time)).toEqual([1, 4]);
  expect(idle()).toBe(0);
  asked[1]!.answer.resolve(clock(4));
  await settled();
  expect(answered).toEqual([1, 4]);
  expect(idle()).toBe(1);
  expect(seeker.busy).toBe(false);
});

test('without a host the hand’s last place is told, not those it has passed', async () => {
  const { seeker, asked, unanswered } = bench();
  seeker.seek(1);
  seeker.seek(2);
  asked[0]!.answer.reject(new Error('lost'));
  await settled();
  asked[1]!.answer.reject(new Error('lost'));
  await settled();
  expect(unanswered).toEqual([2]);
});
