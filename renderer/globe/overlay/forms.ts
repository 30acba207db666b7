/** Layers of deck.gl from what the slots show; sizes follow the camera so that symbols stay legible. */
import type { Layer } from '@deck.gl/core';
import { SiteColumnsLayer } from '#layers/columns/columnsLayer.ts';
import { SitePointsLayer } from '#layers/points/pointsLayer.ts';
import type { Shown } from '../slots.ts';
import type { Slot } from '../types.ts';

/** Radius and tallest height of columns in metres at a scale: about 5 by 110 pixels in the middle of the picture. */
export function columnSize(metresPerPixel: number, count: number): { radius: number; tallest: number } {
  const crowd = count > 5000 ? 0.5 : count > 1000 ? 0.7 : 1;
  return { radius: Math.min(1500, Math.max(8, metresPerPixel * 6 * crowd)), tallest: Math.min(60_000, Math.max(60, metresPerPixel * 110)) };
}

/** Diameter of an ordinary point in CSS pixels. */
export function pointPixels(metresPerPixel: number, count: number): number {
  const few = count <= 1000 ? 8 : count <= 4000 ? 6 : count <= 20_000 ? 5 : 3.5;
  return few * (metresPerPixel < 8 ? 1.5 : metresPerPixel < 30 ? 1.2 : 1);
}

/** The pixels across the picture that a slot may be drawn on, from the left; null: all. */
export type Clip = (slot: Slot) => readonly [from: number, to: number] | null;

export function pointLayers(shown: readonly (Shown | null)[], metresPerPixel: number, clip: Clip): Layer[] {
  return shown.flatMap((one) => {
    if (!one?.points) return [];
    const { slot, positions, points: style } = one;
    return [new SitePointsLayer({
      id: `points-${slot}`, clip: clip(slot), positions, style, pixels: pointPixels(metresPerPixel, positions.length / 3),
      parameters: { depthCompare: 'always', depthWriteEnabled: false, ...PREMULTIPLIED },
    })];
  });
}

/** `inScene`: as part of Cesium's picture, whose last pass knows data by its alpha of 0 (surface.glsl.ts); else over it. */
export function columnLayers(shown: readonly (Shown | null)[], metresPerPixel: number, inScene: boolean, clip: Clip): Layer[] {
  return shown.flatMap((one) => {
    if (!one?.columns) return [];
    const { slot, positions, columns: { mesh, style } } = one;
    return [new SiteColumnsLayer({
      id: `columns-${slot}`, clip: clip(slot), mesh, style, ...columnSize(metresPerPixel, positions.length / 3),
      parameters: { depthCompare: 'less-equal', depthWriteEnabled: true, ...PREMULTIPLIED, ...(inScene && { blendAlphaSrcFactor: 'zero', blendAlphaDstFactor: 'zero' }) },
    })];
  });
}

const PREMULTIPLIED = {
  blend: true, blendColorOperation: 'add', blendColorSrcFactor: 'one', blendColorDstFactor: 'one-minus-src-alpha',
  blendAlphaOperation: 'add', blendAlphaSrcFactor: 'one', blendAlphaDstFactor: 'one-minus-src-alpha',
} as const;
