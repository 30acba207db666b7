/** Bytes under Huffman's code alone are read as zstd reads them, whole and in part; what is broken is never read as anything else. */
import zlib from 'node:zlib';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { kernel } from './kernel/kernel.ts';
import { allSymbols, layLiterals, SLACK, BEHIND, someSymbols, unsqueezeFast } from './kernel/literals.ts';

const { ZSTD_c_compressionLevel, ZSTD_c_minMatch, ZSTD_c_checksumFlag } = zlib.constants;
/** `few` to `many` symbols of which the first are the commonest. */
const texts = fc.record({ n: fc.integer({ min: 24, max: 60_000 }), many: fc.integer({ min: 12, max: 256 }), skew: fc.integer({ min: 1, max: 60 }), spread: fc.constantFrom(1, 37), seed: fc.nat(), checksum: fc.boolean() });
type Text = typeof texts extends fc.Arbitrary<infer T> ? T : never;

function textOf({ n, many, skew, spread, seed }: Text): Uint8Array {
  let state = seed | 1;
  const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  return Uint8Array.from({ length: n }, () => (Math.floor(many * next() ** (1 + skew / 10)) * spread) & 255);
}
const squeezed = (text: Uint8Array, { checksum }: Text): Uint8Array =>
  zlib.zstdCompressSync(text, { params: { [ZSTD_c_compressionLevel]: 1, [ZSTD_c_minMatch]: 7, [ZSTD_c_checksumFlag]: checksum ? 1 : 0 } });

it('reads what zstd wrote, or leaves it to zstd', () => {
  let own = 0;
  fc.assert(fc.property(texts, fc.nat(), fc.nat(), (kind, a, b) => {
    const text = textOf(kind);
    const frame = squeezed(text, kind);
    const found = unsqueezeFast(frame, text.length);
    if (found === null) return;
    own++;
    expect(Buffer.compare(found, text)).toBe(0);
    expect(unsqueezeFast(frame, text.length + 1)).toBeNull();
    const to = BEHIND + SLACK + frame.length + SLACK;
    const { u8 } = kernel!.reach(to + text.length + SLACK);
    u8.fill(0, to, to + text.length);
    const [from, until] = [a % text.length, b % text.length].toSorted((x, y) => x - y);
    const literals = layLiterals(kernel!, frame, text.length, BEHIND + SLACK)!;
    expect(literals.top).toBe(text.reduce((most, byte) => Math.max(most, byte), 0));
    expect(someSymbols(kernel!, literals, to, from, until)).toBe(true);
    expect(Buffer.compare(u8.subarray(to + from, to + until), text.subarray(from, until))).toBe(0);
    expect(allSymbols(kernel!, literals, to)).toBe(true);
  }), { numRuns: 500 });
  expect(own).toBeGreaterThan(100);
});

it('takes nothing broken for something that zstd would not', () => {
  let [refused, read] = [0, 0];
  fc.assert(fc.property(texts, fc.array(fc.record({ at: fc.nat(), flip: fc.nat(7) }), { minLength: 1, maxLength: 3 }), fc.boolean(), (kind, flips, isHead) => {
    const text = textOf({ ...kind, n: 24 + (kind.n % 4000) });
    const frame = squeezed(text, { ...kind, checksum: false });
    for (const { at, flip } of flips) frame[at % (isHead ? Math.min(frame.length, 60) : frame.length)] ^= 1 << flip;
    const found = unsqueezeFast(frame, text.length);
    if (found === null) return void refused++;
    read++;
    expect(Buffer.compare(found, zlib.zstdDecompressSync(frame))).toBe(0);
  }), { numRuns: 4000 });
  expect(Math.min(refused, read)).toBeGreaterThan(100);
});
