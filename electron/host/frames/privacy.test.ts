import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOT_STATED } from '#contract/observation.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { peopleBehind, refuseFinerThanAllowed, withheldOf, type Level } from './privacy.ts';

const indicators = new Map(loadCatalogue().indicators.map((indicator) => [indicator.code, indicator]));

describe('who stands behind a value', () => {
  it('is as stated, else one person; of a count the cases that it counts, whatever is stated', () => {
    expect(peopleBehind(indicators.get('PS01')!, 1.4, 12)).toBe(12);
    expect(peopleBehind(indicators.get('LI05')!, 4, NOT_STATED)).toBe(4);
    expect(peopleBehind(indicators.get('LI05')!, 4, 400)).toBe(4);
    expect(peopleBehind(indicators.get('LI05')!, 4, 2)).toBe(2);
    expect(peopleBehind(indicators.get('PS01')!, 99, NOT_STATED)).toBe(1);
  });

  it('lets no P3 indicator out by site, nor finer than its class allows, and says what to ask for', () => {
    for (const indicator of indicators.values()) {
      const ask = (unit: 'sites' | 'town' | 'district'): (() => void) => () => refuseFinerThanAllowed(indicator, unit);
      if (indicator.privacy !== 'P3') expect(ask('sites')).not.toThrow();
      else expect(ask('sites')).toThrow(expect.objectContaining({ problem: expect.objectContaining({ code: 'refused', hint: expect.stringContaining(indicator.code) }) }));
    }
    expect(() => refuseFinerThanAllowed(indicators.get('PH01')!, 'town')).toThrow();
    expect(() => refuseFinerThanAllowed(indicators.get('PH01')!, 'district')).not.toThrow();
  });
});

/** A city of districts of towns, some towns without people behind them, some people in a district but in none of its towns. */
const tree = fc.record({
  minCount: fc.integer({ min: 2, max: 20 }),
  districts: fc.array(
    fc.record({ towns: fc.array(fc.option(fc.nat(30), { nil: null }), { maxLength: 5 }), apart: fc.option(fc.nat(8), { nil: null, freq: 4 }) }),
    { minLength: 1, maxLength: 5 },
  ),
});

interface Sample { minCount: number; levels: Level[]; /** Each entry of each level as the set of leaves (towns and remainders) it is the sum of. */ leaves: number[][][] }

function build({ minCount, districts }: { minCount: number; districts: { towns: (number | null)[]; apart: number | null }[] }): Sample {
  const towns: { people: number | null; parent: number }[] = [];
  const district: { people: number; reporting: number; leaves: number[] }[] = [];
  let leaf = 0;
  const townLeaves: number[][] = [];
  for (const [d, { towns: mine, apart }] of districts.entries()) {
    const entry = { people: 0, reporting: 0, leaves: [] as number[] };
    for (const people of mine) {
      towns.push({ people, parent: d });
      townLeaves.push(people === null ? [] : [leaf]);
      if (people === null) continue;
      entry.people += people;
      entry.reporting++;
      entry.leaves.push(leaf++);
    }
    if (apart !== null) {
      entry.people += apart;
      entry.reporting++;
      entry.leaves.push(leaf++);
    }
    district.push(entry);
  }
  const total = { people: district.reduce((sum, { people }) => sum + people, 0), reporting: district.reduce((sum, { reporting }) => sum + reporting, 0) };
  const levels: Level[] = [
    { people: Float64Array.of(total.people), reporting: Uint32Array.of(total.reporting), parent: null },
    { people: Float64Array.from(district, ({ people }) => people), reporting: Uint32Array.from(district, ({ reporting }) => reporting), parent: new Int32Array(district.length) },
    { people: Float64Array.from(towns, ({ people }) => people ?? 0), reporting: Uint32Array.from(towns, ({ people }) => (people === null ? 0 : 1)), parent: Int32Array.from(towns, ({ parent }) => parent) },
  ];
  return { minCount, levels, leaves: [[district.flatMap(({ leaves }) => leaves)], district.map(({ leaves }) => leaves), townLeaves] };
}

/** True where `target` is a combination of `known`: an attacker with pen and paper has its value. */
function follows(target: number[], known: number[][], size: number): boolean {
  const row = (leaves: number[]): number[] => Array.from({ length: size }, (_, i) => Number(leaves.includes(i)));
  const rows = known.map(row);
  const wanted = row(target);
  for (let column = 0, top = 0; column < size; column++) {
    const pivot = rows.findIndex((candidate, i) => i >= top && Math.abs(candidate[column]) > 1e-9);
    if (pivot < 0) continue;
    [rows[top], rows[pivot]] = [rows[pivot], rows[top]];
    for (const other of [...rows.slice(top + 1), wanted]) {
      const factor = other[column] / rows[top][column];
      if (factor !== 0) for (let c = column; c < size; c++) other[c] -= factor * rows[top][c];
    }
    top++;
  }
  return wanted.every((rest) => Math.abs(rest) < 1e-9);
}

describe('withholding', () => {
  it('shows nothing of fewer people than the least, and nothing withheld follows from what is shown', () => {
    fc.assert(fc.property(tree, (drawn) => {
      const { minCount, levels, leaves } = build(drawn);
      const withheld = withheldOf(levels, minCount, true);
      const size = Math.max(0, ...leaves.flat(2).map((leaf) => leaf + 1));
      const shown: number[][] = [];
      const hidden: number[][] = [];
      for (const [depth, level] of levels.entries()) {
        for (const [i, reporting] of level.reporting.entries()) {
          if (reporting === 0) continue;
          if (withheld[depth][i] === 0) expect(level.people[i]).toBeGreaterThanOrEqual(minCount);
          (withheld[depth][i] ? hidden : shown).push(leaves[depth][i]);
        }
      }
      for (const target of hidden) expect(follows(target, shown, size)).toBe(false);
      // Nor a sum over several withheld ones that together are still too few, within any one district.
      for (const [d, total] of leaves[1].entries()) {
        if (withheld[1][d] || levels[1].reporting[d] === 0) continue;
        const mine = leaves[2].flatMap((town, i) => (levels[2].parent![i] === d && town.length > 0 && !withheld[2][i] ? [i] : []));
        const rest = levels[1].people[d] - mine.reduce((sum, i) => sum + levels[2].people[i], 0);
        if (mine.length < total.length) expect(rest).toBeGreaterThanOrEqual(minCount);
      }
    }), { numRuns: 2000 });
  });

  it('withholds the smallest other town where one alone would be left', () => {
    const levels: Level[] = [
      { people: Float64Array.of(90), reporting: Uint32Array.of(3), parent: null },
      { people: Float64Array.of(90), reporting: Uint32Array.of(3), parent: Int32Array.of(0) },
      { people: Float64Array.of(4, 60, 26), reporting: Uint32Array.of(1, 1, 1), parent: Int32Array.of(0, 0, 0) },
    ];
    expect(withheldOf(levels, 5, true).map((flags) => [...flags])).toEqual([[0], [0], [1, 0, 1]]);
    // A maximum cannot be taken apart.
    expect([...withheldOf(levels, 5, false)[2]]).toEqual([1, 0, 0]);
  });
});
