/** Lowest and highest of what was measured, never so near that noise fills the picture. Null where nothing was. */
export function readableRange(values: ArrayLike<number>): { low: number; high: number } | null {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(low <= high)) return null;
  const least = LEAST_SPAN * Math.max(Math.abs(low), Math.abs(high)) || 1;
  const lacking = Math.max(0, least - (high - low));
  return { low: low - lacking / 2, high: high + lacking / 2 };
}

/** A change of less than this share of the value is shown as what it is: hardly any. */
const LEAST_SPAN = 0.02;
