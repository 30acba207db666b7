import { useEffect, useState } from 'react';
import { CallProblem } from '#contract/client.ts';
import type { Problem } from '#contract/contract.ts';
import { useScreen } from '../../state/store.ts';

export type Asked<T> = { state: 'loading' } | { state: 'there'; value: T } | { state: 'failed'; problem: Problem };

/**
 * Asks the host whenever `ask` is another function, and again when the host comes back. What was said stays until something
 * else is, unless it was about something else (`about`).
 */
export function useAsked<T>(ask: () => Promise<T>, about: string): Asked<T> {
  const [asked, setAsked] = useState<{ about: string; answer: Asked<T> } | null>(null);
  const link = useScreen((screen) => screen.link);
  useEffect(() => {
    if (link !== 'open') return;
    let wanted = true;
    ask().then(
      (value) => wanted && setAsked({ about, answer: { state: 'there', value } }),
      (error: unknown) => {
        if (!(error instanceof CallProblem)) throw error;
        if (wanted) setAsked((before) => (before?.about === about && before.answer.state === 'there' ? before : { about, answer: { state: 'failed', problem: error.problem } }));
      },
    );
    return () => {
      wanted = false;
    };
  }, [ask, about, link]);
  return asked?.about === about ? asked.answer : { state: 'loading' };
}
