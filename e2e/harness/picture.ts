/** Reads screenshots, so that tests can ask what is where. */
import { inflateSync } from 'node:zlib';

export interface Picture {
  width: number;
  height: number;
  /** Red, green, blue of a pixel, 0…255. */
  at(x: number, y: number): [number, number, number];
}

/** Decodes a PNG as browsers write it: 8 bits, RGB or RGBA, not interlaced. Throws on others. */
export function readPng(png: Buffer): Picture {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = { 2: 3, 6: 4 }[png[25]];
  if (png[24] !== 8 || channels === undefined || png[28] !== 0) throw new Error('not a PNG as browsers write it');
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const pixels = unfilter(inflateSync(Buffer.concat(parts)), width * channels, height, channels);
  return {
    width,
    height,
    at(x, y) {
      const start = (y * width + x) * channels;
      return [pixels[start], pixels[start + 1], pixels[start + 2]];
    },
  };
}

function unfilter(raw: Buffer, stride: number, height: number, step: number): Uint8Array {
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= step ? out[at - step] : 0;
      const up = y > 0 ? out[at - stride] : 0;
      const corner = x >= step && y > 0 ? out[at - stride - step] : 0;
      out[at] = raw[y * (stride + 1) + 1 + x] + predicted(filter, left, up, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
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
