/** What a bench prints last: one JSON line, a row for each row of the table that it answers. */
export interface Figure {
  name: string;
  value: number | null;
  unit: string;
  /** What it is compared with, measured in turn in the same run. */
  beside: string | null;
  besideValue: number | null;
  ratio: number | null;
  aim: string | null;
  met: boolean | null;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
}

const round = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(4)));

export function printReport(bench: string, figures: Figure[]): void {
  const rows = figures.map((figure) => ({ ...figure, value: round(figure.value), besideValue: round(figure.besideValue), ratio: round(figure.ratio) }));
  console.log(JSON.stringify({ bench, figures: rows }));
}
