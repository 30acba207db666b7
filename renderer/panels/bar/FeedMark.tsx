import type { FeedState } from '#contract/contract.ts';
import type { LinkState } from '../../link.ts';

export type MarkState = FeedState['state'];
/** Best first. */
const ORDER: readonly MarkState[] = ['live', 'filling', 'connecting', 'ended', 'lost', 'cut', 'failed'];

/** What one mark for all of them must say: the worst. */
export function worstState(feeds: readonly FeedState[], network: 'connected' | 'cut', link: LinkState): MarkState {
  if (link !== 'open') return link === 'connecting' ? 'connecting' : 'lost';
  if (network === 'cut') return 'cut';
  return feeds.reduce<MarkState>((worst, { state }) => (ORDER.indexOf(state) > ORDER.indexOf(worst) ? state : worst), 'live');
}

/** Full disc: live. Half: on its way. Ring: over. Crossed ring: broken or cut. */
export function FeedMark({ state }: { state: MarkState }) {
  const isWhole = state === 'live';
  const isHalf = state === 'filling' || state === 'connecting';
  const isBroken = state === 'lost' || state === 'cut' || state === 'failed';
  return (
    <svg className={`feed-mark feed-${state}`} viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="5" className={isWhole ? 'full' : 'ring'} />
      {isHalf && <path d="M8 3a5 5 0 0 0 0 10z" className="full" />}
      {isBroken && <path d="M2.5 13.5l11-11" className="cross" />}
    </svg>
  );
}
