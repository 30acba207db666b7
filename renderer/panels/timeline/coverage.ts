/** How much of what was expected has arrived, over the timeline's window; asked for again as time and filling go on. */
import { useEffect, useState } from 'react';
import { CallProblem } from '#contract/client.ts';
import { call } from '../../host.ts';
import { liveEdge } from '../../state/clock.ts';
import { useScreen } from '../../state/store.ts';

export interface Coverage { times: Float64Array; share: Float32Array; from: number; to: number }

const BUCKET_MS = 5 * 60_000;
const AGAIN_MS = 60_000;
/** While history fills in, the strip grows before the eyes. */
const FILLING_MS = 4_000;

export function useCoverage(span: number): Coverage | null {
  const [coverage, setCoverage] = useState<(Coverage & { run: string }) | null>(null);
  const run = useScreen((screen) => screen.run?.id);
  const link = useScreen((screen) => screen.link);
  const isFilling = useScreen(({ history, feeds }) => history.done < history.total || feeds.some(({ state }) => state === 'filling'));
  useEffect(() => {
    if (link !== 'open' || run === undefined) return;
    let wanted = true;
    let asking = false;
    const ask = async (): Promise<void> => {
      const { run: info, clock, skew } = useScreen.getState();
      const edge = liveEdge(info, clock, Date.now() + skew);
      if (asking || document.hidden || edge === 0) return;
      asking = true;
      const to = Math.ceil(edge / BUCKET_MS) * BUCKET_MS;
      const from = to - span;
      try {
        const { columns } = await call('coverage.get', { from, to, buckets: Math.round(span / BUCKET_MS) });
        if (wanted) setCoverage({ run, times: columns.times as Float64Array, share: columns.share as Float32Array, from, to });
      } catch (error) {
        if (!(error instanceof CallProblem)) throw error;
      } finally {
        asking = false;
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), isFilling ? FILLING_MS : AGAIN_MS);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [run, link, isFilling, span]);
  // Another run's strip says nothing about this one.
  return coverage?.run === run ? coverage : null;
}
