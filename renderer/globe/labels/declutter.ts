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
  /** Names that say the same keep apart. */
  text: string;
}

/** Orders that lie no farther apart are equals: who stood there stays. */
const EQUALS = 4;
/** Pixels about a name that nobody else's may enter; more for one that is new there. */
const GAP = 3;
const GAP_NEW = 9;
/** Pixels between two that say the same. */
const REPEAT = 320;

/** The candidates that are shown, at most `most`, first given first. No two of their boxes meet. */
export function declutter(candidates: readonly Candidate[], most: number): Candidate[] {
  const queue = candidates.toSorted((a, b) => orderOf(a) - orderOf(b));
  const given: Candidate[] = [];
  for (const one of queue) {
    if (given.length >= most) break;
    const gap = one.stood ? GAP : GAP_NEW;
    if (given.every((other) => isApart(one, other, gap))) given.push(one);
  }
  return given;
}

const orderOf = ({ order, stood }: Candidate): number => (stood ? order - EQUALS : order);

function isApart(a: Candidate, b: Candidate, gap: number): boolean {
  const [dx, dy] = [Math.abs(a.x - b.x), Math.abs(a.y - b.y)];
  if (dx < (a.width + b.width) / 2 + gap && dy < (a.height + b.height) / 2 + gap / 2) return false;
  return a.text !== b.text || Math.hypot(dx, dy) > REPEAT;
}
