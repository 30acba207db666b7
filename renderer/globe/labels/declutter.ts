/** Which names may stand where others want to: by weight, without flicker while the picture moves. Pure. */
export interface Candidate {
  /** Middle of its box in CSS pixels, and the box's size. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** The lower, the earlier it is given its place. */
  order: number;
  /** It stood in the last picture: it is not moved out by its equals, and may be pressed closer than a newcomer. */
  stood: boolean;
  /** Names that say the same keep apart: what one says, without the word for its kind. */
  says: string;
}

export type Box = Pick<Candidate, 'x' | 'y' | 'width' | 'height'>;

/** Orders that lie no farther apart are equals: who stood there stays. */
const EQUALS = 4;
/** Pixels about a name that nobody else's may enter; more for one that is new there. */
const GAP = 3;
const GAP_NEW = 14;
/** Pixels between two that say the same. */
const REPEAT = 260;

/** From this order on a name gives way to signs; what orients a whole picture stays. */
const GIVES_WAY = 20;

/** The candidates that are shown, at most `most`, first given first. No two of their boxes meet, and few meet those of `signs`. */
export function declutter(candidates: readonly Candidate[], most: number, signs: readonly Box[] = []): Candidate[] {
  const queue = candidates.toSorted((a, b) => orderOf(a) - orderOf(b));
  const given: Candidate[] = [];
  for (const one of queue) {
    if (given.length >= most) break;
    const gap = one.stood ? GAP : GAP_NEW;
    const isFree = one.order < GIVES_WAY || signs.every((sign) => !meets(one, sign));
    if (isFree && given.every((other) => isApart(one, other, gap))) given.push(one);
  }
  return given;
}

const orderOf = ({ order, stood }: Candidate): number => (stood ? order - EQUALS : order);

const meets = (a: Box, b: Box): boolean => Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2;

function isApart(a: Candidate, b: Candidate, gap: number): boolean {
  const [dx, dy] = [Math.abs(a.x - b.x), Math.abs(a.y - b.y)];
  if (dx < (a.width + b.width) / 2 + gap && dy < (a.height + b.height) / 2 + gap / 2) return false;
  return a.says !== b.says || Math.hypot(dx, dy) > REPEAT;
}
