/**
 * Outlines that were simplified one by one do not meet everywhere: slivers between neighbours belong to nobody and would
 * be holes in the picture. Each cell of such a gap takes the area nearest to it.
 */
import type { AreaRaster } from './raster.ts';

/** Square metres. What is larger, open to the outside, or within a single area, is meant: a lake, a bay, an enclave. */
const LARGEST_GAP = 500_000;

/** Closes, in place, the gaps that two or more areas enclose. */
export function closeGaps(raster: AreaRaster): void {
  const { width, height, cell, index } = raster;
  const most = Math.floor(LARGEST_GAP / (cell * cell));
  const ids = idsIn(index);
  // Every enclosed gap has a lowest row: there a run of empty cells has areas on both sides and below.
  for (let row = 1; row < height - 1; row++) {
    const last = (row + 1) * width - 1;
    for (let at = row * width + 1; at < last; at++) {
      if (ids[at] !== 0 || ids[at - 1] === 0) continue;
      let end = at;
      let isLowest = true;
      for (; end <= last && ids[end] === 0; end++) isLowest &&= ids[end - width] !== 0;
      if (isLowest && end <= last) closeGap(raster, at, most);
      at = end - 1;
    }
  }
}

/** Low byte first is how every machine that runs this keeps its words. */
const idsIn = (index: Uint8Array): Uint16Array => new Uint16Array(index.buffer, index.byteOffset, index.length / 2);

function closeGap({ width, height, index }: AreaRaster, start: number, most: number): void {
  const ids = idsIn(index);
  const gap = new Set([start]);
  const neighbours = new Set<number>();
  const around = (at: number): number[] => [at - 1, at + 1, at - width, at + width];
  for (const at of gap) {
    const [row, column] = [Math.floor(at / width), at % width];
    if (gap.size > most || row === 0 || column === 0 || row === height - 1 || column === width - 1) return;
    for (const next of around(at)) {
      if (ids[next] === 0) gap.add(next);
      else neighbours.add(ids[next]!);
    }
  }
  if (neighbours.size < 2) return;
  for (let open = [...gap]; open.length > 0; ) {
    const taken = open.map((at) => ids[around(at).find((next) => ids[next] !== 0) ?? at]!);
    open.forEach((at, i) => (ids[at] = taken[i]!));
    open = open.filter((at) => ids[at] === 0);
  }
}
