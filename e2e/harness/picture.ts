/** Reads screenshots, so that tests can ask what is where. */
import { PNG } from 'pngjs';

export interface Picture {
  width: number;
  height: number;
  /** Red, green, blue of a pixel, 0…255. */
  at(x: number, y: number): [number, number, number];
}

/** Decodes a PNG. Throws on what is none. */
export function readPng(png: Buffer): Picture {
  const { width, height, data } = PNG.sync.read(png);
  return {
    width,
    height,
    at(x, y) {
      const start = (y * width + x) * 4;
      return [data[start], data[start + 1], data[start + 2]];
    },
  };
}

/** How many clearly different colours a part of the picture shows (16 steps a channel): 1 or 2 where nothing was drawn. */
export function coloursIn(picture: Picture, part: { x: number; y: number; width: number; height: number }): number {
  const seen = new Set<number>();
  for (let y = part.y; y < part.y + part.height; y += 2) {
    for (let x = part.x; x < part.x + part.width; x += 2) {
      const [red, green, blue] = picture.at(x, y);
      seen.add(((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4));
    }
  }
  return seen.size;
}
