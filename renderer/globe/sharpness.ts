/** Without a GPU: a coarser picture while the camera moves, the full one as soon as it rests. */
export interface Sharpness {
  /** Tell it after every tick whether the camera moved; true where the picture must be drawn again, sharper or coarser. */
  after(moved: boolean, now: number): boolean;
  /** True while the last picture was a coarse one: it must not stay. */
  coarse(): boolean;
}

/** A single jump is drawn sharp at once; from the second step on it is a movement. */
const STEPS_TO_COARSE = 2;
const REST_MS = 220;

export function createSharpness(apply: (coarse: boolean) => void): Sharpness {
  let [coarse, steps, lastMove, moving] = [false, 0, -Infinity, false];
  return {
    coarse: () => coarse,
    after(moved, now) {
      if (moved) {
        // One tick after the other is a movement however long a sharp picture takes: the slower it is, the more a coarse one is needed.
        steps = moving || now - lastMove < REST_MS * 4 ? steps + 1 : 1;
        lastMove = now;
      }
      moving = moved;
      const wanted = coarse ? now - lastMove < REST_MS : moved && steps >= STEPS_TO_COARSE;
      if (wanted === coarse) return false;
      coarse = wanted;
      apply(coarse);
      return !coarse;
    },
  };
}
