/** Bits come back as they were put, wherever within a byte they begin. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { bitSink, bitSource } from './bits.ts';

/** Small ones, and those that are written whole: among them such whose lowest or all bits are ones. */
const numbers = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.nat(40) },
    { weight: 2, arbitrary: fc.nat(0xffffffff) },
    { weight: 2, arbitrary: fc.nat(0xffff).map((high) => high * 65_536 + 0xffff) },
    { weight: 1, arbitrary: fc.constantFrom(0xffffffff, 0xffff, 0x7fffffff, 0x80000000, 0xffff0000) },
  ),
  { minLength: 1, maxLength: 60 },
);
const few = fc.integer({ min: 0, max: 15 });

it('gives back each number in Rice’s code, one by one and many at once, at every place within a byte', () => {
  fc.assert(fc.property(numbers, few, fc.nat(7), (said, k, before) => {
    const sink = bitSink(4);
    sink.put(0, before);
    for (const number of said) sink.rice(number, k);
    sink.put(0b101, 3);
    const bytes = sink.done();
    const single = bitSource(bytes);
    const together = bitSource(bytes);
    single.take(before);
    together.take(before);
    const all = new Uint32Array(said.length);
    together.rices(k, all);
    expect([...all]).toEqual(said);
    expect(said.map(() => single.rice(k))).toEqual(said);
    expect([single.take(3), together.take(3)]).toEqual([0b101, 0b101]);
  }), { numRuns: 2000 });
});

it('gives back pairs of a number and two bits', () => {
  fc.assert(fc.property(numbers, few, fc.nat(7), (said, k, before) => {
    const sink = bitSink(4);
    sink.put(0, before);
    for (const [i, number] of said.entries()) {
      sink.rice(number, k);
      sink.put((number + i) & 3, 2);
    }
    const source = bitSource(sink.done());
    source.take(before);
    const [first, second] = [new Uint32Array(said.length), new Uint8Array(said.length)];
    source.pairs(k, first, second);
    expect([...first]).toEqual(said);
    expect([...second]).toEqual(said.map((number, i) => (number + i) & 3));
  }), { numRuns: 2000 });
});

it('reads a number whose four bytes are ones from their first bit on', () => {
  const sink = bitSink();
  sink.rice(0xffffffff, 3);
  sink.rice(5, 3);
  const source = bitSource(sink.done());
  expect([source.rice(3), source.rice(3)]).toEqual([0xffffffff, 5]);
});

it('refuses to read more than was put', () => {
  const sink = bitSink();
  sink.rice(9, 2);
  const source = bitSource(sink.done());
  expect(() => Array.from({ length: 9 }, () => source.rice(2))).toThrow(RangeError);
});
