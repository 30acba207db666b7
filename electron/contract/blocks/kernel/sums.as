/** What sites of a tile said together, by steps of time. Part of kernel.as, and held to the same. */
const ESCAPE: u32 = 255;
/** Bytes of a step: sum and how many, least and the opposite of the most, all as doubles; behind these, of each threshold, how many are at or above it. */
const ENDS: usize = 16;
const ABOVE: usize = 32;

let escape: usize = 0;

@inline
function stepAt(plain: usize, size: u32, width: u32, p: u32): i32 {
  let coded: u32 = load<u8>(plain + p);
  if (width > 1) {
    coded |= <u32>load<u8>(plain + size + p) << 8;
    if (width == 4) coded |= (<u32>load<u8>(plain + 2 * size + p) << 16) | (<u32>load<u8>(plain + 3 * size + p) << 24);
  } else if (escape != 0 && coded == ESCAPE) {
    coded = load<u32>(escape);
    escape += 4;
  }
  return <i32>(coded >>> 1) ^ -<i32>(coded & 1);
}

@inline
function add(at: usize, integer: i32, scale: f64, above: usize, thresholds: u32): void {
  const value = <f64>integer / scale;
  const both = f64x2.splat(value);
  v128.store(at, f64x2.add(v128.load(at), f64x2.replace_lane(both, 1, 1)));
  v128.store(at, f64x2.pmin(v128.load(at, ENDS), f64x2.replace_lane(both, 1, -value)), ENDS);
  for (let t: u32 = 0; t < thresholds; t++) {
    const place = at + (t << 2);
    store<u32>(place, load<u32>(place, ABOVE) + u32(value >= load<f64>(above + (t << 3))), ABOVE);
  }
}

/**
 * The words of `many` sites whose numbers within the tile lie at `wanted`, rising, that were said in [0, until) ms, where a word is said `shift` ms and its
 * offset after 0. Steps of `stepMs`, `size` bytes each, of which those from number `first` on, `steps` of them, lie at `into`; `thresholds` doubles at `above`.
 * `escapes` 0: there are none. 0, or -1, also where a word lies in another step.
 */
export function sumsOf(
  wanted: usize, many: u32, starts: usize, unit: i64, stride: i64, bases: usize, places: usize, missed: usize, apart: usize,
  plain: usize, sizeOfPlain: u32, width: u32, firsts: usize, scale: f64, escapes: usize,
  shift: i64, until: i64, stepMs: i64, first: i64, steps: u32, above: usize, thresholds: u32, into: usize, size: u32,
): i32 {
  const isEven = stride == stepMs;
  /** Of the steps but the last all is before `until`. */
  const last = into + <usize>(steps > 1 ? steps - 2 : 0) * size;
  const behind = into + <usize>steps * size;
  let exception = places;
  let counted: u32 = 0;
  escape = escapes;
  for (let k: u32 = 0; k < many; k++) {
    const s = load<u32>(wanted + (k << 2));
    const begin = load<u32>(starts + (s << 2));
    const end = load<u32>(starts + (s << 2), 4);
    while (load<u32>(exception) < begin) exception += 4;
    let next = load<u32>(exception);
    let expected = <i64>load<u32>(bases + (s << 2)) * unit - stride;
    let p = begin - s;
    if (escape != 0) for (; counted < p; counted++) if (load<u8>(plain + counted) == ESCAPE) escape += 4;
    let integer = load<i32>(firsts + (s << 2));
    // The step of the word before, and when it ends.
    let at: usize = into;
    let ends: i64 = -1;
    for (let i = begin; i < end; i++) {
      expected += stride;
      let offset = expected;
      const isRegular = i != next;
      if (!isRegular) {
        expected += <i64>load<i32>(exception + (missed - places));
        offset = expected + <i64>load<i32>(exception + (apart - places));
        exception += 4;
        next = load<u32>(exception);
      }
      if (offset < 0 || offset > 0x7fffffff) return -1;
      if (i > begin) integer += stepAt(plain, sizeOfPlain, width, p++);
      const time = shift + offset;
      if (time < 0 || time >= until) continue;
      if (time >= ends) {
        // Mostly the next one.
        if (ends >= 0 && time < ends + stepMs) {
          at += size;
          ends += stepMs;
        } else {
          const step = time / stepMs;
          if (step < first) return -1;
          ends = (step + 1) * stepMs;
          at = into + <usize>min(step - first, <i64>steps) * size;
        }
        if (at >= behind) return -1;
      }
      add(at, integer, scale, above, thresholds);
      if (!isRegular || !isEven) continue;
      // Words that lie on their beat up to the next that does not, each in a step of its own.
      const regular = min(next, end) - i - 1;
      const to = min(at + <usize>regular * size, last);
      if (to <= at) continue;
      const from = at;
      while (at < to) {
        at += size;
        integer += stepAt(plain, sizeOfPlain, width, p++);
        add(at, integer, scale, above, thresholds);
      }
      const taken = <u32>(to - from) / size;
      i += taken;
      expected += <i64>taken * stride;
      ends += <i64>taken * stepMs;
      if (expected > 0x7fffffff) return -1;
    }
    counted = p;
  }
  return 0;
}
