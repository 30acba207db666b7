import { describe, expect, it } from 'vitest';
import { createSharpness } from './sharpness.ts';

describe('sharpness without a GPU', () => {
  it('turns coarse while moving, and sharp once at rest', () => {
    const applied: boolean[] = [];
    const sharpness = createSharpness((coarse) => applied.push(coarse));
    for (let now = 0; now < 1000; now += 50) sharpness.after(true, now);
    expect(applied).toEqual([true]);
    expect(sharpness.coarse()).toBe(true);
    expect(sharpness.after(false, 1000)).toBe(false);
    expect(sharpness.after(false, 1300)).toBe(true);
    expect(applied).toEqual([true, false]);
    expect(sharpness.after(false, 1400)).toBe(false);
    expect(sharpness.coarse()).toBe(false);
  });
  it('turns coarse where a sharp picture takes longer than a hand rests', () => {
    const applied: boolean[] = [];
    const sharpness = createSharpness((coarse) => applied.push(coarse));
    for (let now = 0; now < 6000; now += 1200) sharpness.after(true, now);
    expect(applied).toEqual([true]);
  });
  it('draws a jump sharp', () => {
    const applied: boolean[] = [];
    const sharpness = createSharpness((coarse) => applied.push(coarse));
    sharpness.after(true, 0);
    sharpness.after(false, 50);
    sharpness.after(true, 5000);
    expect(applied).toEqual([]);
  });
});
