/** Layers for the overlay from what the slots show; sizes follow the camera so that symbols stay legible. */
import type { Layer } from '@deck.gl/core';
import { SiteColumnsLayer } from '#layers/columns/columnsLayer.ts';
import { SitePointsLayer } from '#layers/points/pointsLayer.ts';
import type { Shown } from '../slots.ts';

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

export function overlayLayers(shown: readonly (Shown | null)[], metresPerPixel: number): Layer[] {
  const layers: Layer[] = [];
  for (const one of shown) {
    const count = (one?.positions.length ?? 0) / 3;
    if (one?.points) {
      layers.push(new SitePointsLayer({
        id: `points-${one.slot}`, positions: one.positions, style: one.points, pixels: pointPixels(metresPerPixel, count),
        parameters: { depthCompare: 'always', depthWriteEnabled: false, ...PREMULTIPLIED },
      }));
    } else if (one?.columns) {
      layers.push(new SiteColumnsLayer({
        id: `columns-${one.slot}`, mesh: one.columns.mesh, style: one.columns.style, ...columnSize(metresPerPixel, count), parameters: PREMULTIPLIED,
      }));
    }
  }
  return layers;
}

const PREMULTIPLIED = {
  blend: true, blendColorOperation: 'add', blendColorSrcFactor: 'one', blendColorDstFactor: 'one-minus-src-alpha',
  blendAlphaOperation: 'add', blendAlphaSrcFactor: 'one', blendAlphaDstFactor: 'one-minus-src-alpha',
} as const;
