/** Makes of the words of one tile of sites, over one chunk of time, one word a step: the last, and what the step's words were like. */
import type { Block } from '#contract/blocks/block.ts';
import { NOT_STATED } from '#contract/observation.ts';
import { TILE_SITES } from './grid.ts';

/** Beside each word of a thinned block, in its order: of all words of its step. */
export interface Band {
  lowest: Float64Array;
  mean: Float64Array;
  highest: Float64Array;
  /** How many words the step had. */
  words: Uint32Array;
}

export interface Thinner {
  /** `band`: of a block that is thinned already. Each word may be taken once. */
  take(block: Block, band: Band | null): void;
  /** Null where nothing was taken. */
  done(): { block: Block; band: Band } | null;
}

/** `site`: the tile's first; `start`: of the chunk, epoch ms; all words lie in `steps` steps from there. */
export function openThinner({ site, start, stepMs, steps }: { site: number; start: number; stepMs: number; steps: number }): Thinner {
  const room = TILE_SITES * steps;
  const [lowest, mean, highest, values, times] = Array.from({ length: 5 }, () => new Float64Array(room));
  const words = new Uint32Array(room);
  const quality = new Uint8Array(room);
  const counts = new Uint32Array(room).fill(NOT_STATED);

  const collect = (places: Uint32Array): { block: Block; band: Band } => {
    const pick = <T extends Float64Array | Uint32Array | Uint8Array>(column: T): T => {
      const picked = new (column.constructor as new (n: number) => T)(places.length);
      for (let i = 0; i < places.length; i++) picked[i] = column[places[i]];
      return picked;
    };
    const sites: number[] = [];
    const starts: number[] = [];
    for (let i = 0; i < places.length; i++) {
      const own = site + Math.floor(places[i] / steps);
      if (sites[sites.length - 1] === own) continue;
      sites.push(own);
      starts.push(i);
    }
    const said = pick(times);
    let [t0, t1] = [Infinity, -Infinity];
    for (const time of said) {
      if (time < t0) t0 = time;
      if (time > t1) t1 = time;
    }
    const [codes, people] = [pick(quality), pick(counts)];
    const block: Block = {
      t0, t1, sites: Uint32Array.from(sites), starts: Uint32Array.of(...starts, places.length), offsets: Int32Array.from(said, (time) => time - t0), values: pick(values),
      quality: codes.some((code) => code !== 0) ? codes : null, counts: people.some((count) => count !== NOT_STATED) ? people : null,
    };
    const band = { lowest: pick(lowest), mean: pick(mean), highest: pick(highest), words: pick(words) };
    return { block, band: { ...band, mean: rounded(band, block.values) } };
  };

  return {
    take(block, band) {
      for (let s = 0; s < block.sites.length; s++) {
        const first = (block.sites[s] - site) * steps;
        for (let i = block.starts[s]; i < block.starts[s + 1]; i++) {
          const time = block.t0 + block.offsets[i];
          const at = first + Math.floor((time - start) / stepMs);
          const [low, middle, high, many] = band === null ? [block.values[i], block.values[i], block.values[i], 1] : [band.lowest[i], band.mean[i], band.highest[i], band.words[i]];
          const before = words[at];
          if (before === 0 || low < lowest[at]) lowest[at] = low;
          if (before === 0 || high > highest[at]) highest[at] = high;
          words[at] = before + many;
          mean[at] = before === 0 ? middle : between(mean[at] * (before / words[at]) + middle * (many / words[at]), lowest[at], highest[at]);
          if (before > 0 && time < times[at]) continue;
          times[at] = time;
          values[at] = block.values[i];
          quality[at] = block.quality?.[i] ?? 0;
          counts[at] = block.counts?.[i] ?? NOT_STATED;
        }
      }
    },
    done() {
      let filled = 0;
      const places = new Uint32Array(room);
      for (let at = 0; at < room; at++) if (words[at] > 0) places[filled++] = at;
      return filled === 0 ? null : collect(places.subarray(0, filled));
    },
  };
}

const between = (value: number, low: number, high: number): number => (value < low ? low : value > high ? high : value);

const MOST_DECIMALS = 5;

/** Means to a tenth of the step in which the values come: more digits say nothing and take most of the room. */
function rounded({ lowest, mean, highest }: Band, values: Float64Array): Float64Array {
  let decimals = 0;
  for (let scale = 1, i = 0; i < values.length; i++) {
    while (Math.round(values[i] * scale) / scale !== values[i]) {
      if (++decimals > MOST_DECIMALS) return mean;
      scale *= 10;
    }
  }
  const scale = 10 ** (decimals + 1);
  return mean.map((value, i) => between(Math.round(value * scale) / scale, lowest[i], highest[i]));
}
