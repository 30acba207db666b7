/** Triangles and their corners, as they are found, into the columns of a mesh. */
import type { Vector } from '../geometry.ts';
import type { Colour } from './paint.ts';

export interface Mesh {
  /** Three a vertex, metres, glTF axes. */
  positions: Float32Array;
  /** Four a vertex: see buildings/paint.ts. */
  colours: Uint8Array;
  /** One a vertex. */
  features: Uint16Array;
  vertexCount: number;
  indices: Uint32Array;
  /** Least and greatest position, glTF axes. */
  min: Vector;
  max: Vector;
}

export class MeshWriter {
  feature = 0;
  private positions = new Float32Array(1 << 16);
  private colours = new Uint8Array(1 << 16);
  private features = new Uint16Array(1 << 14);
  private indices = new Uint32Array(1 << 16);
  private indexCount = 0;
  private count = 0;
  private min: Vector = [Infinity, Infinity, Infinity];
  private max: Vector = [-Infinity, -Infinity, -Infinity];

  vertex([east, north, up]: Vector, colour: Colour): number {
    const at = this.count;
    if (at === this.features.length) {
      this.positions = grown(this.positions, new Float32Array(6 * at));
      this.colours = grown(this.colours, new Uint8Array(8 * at));
      this.features = grown(this.features, new Uint16Array(2 * at));
    }
    // glTF's up is y: Cesium turns (x, y, z) into (x, -z, y).
    const position: Vector = [Math.fround(east), Math.fround(up), Math.fround(-north)];
    for (let k = 0; k < 3; k++) {
      this.positions[3 * at + k] = position[k];
      this.min[k] = Math.min(this.min[k], position[k]);
      this.max[k] = Math.max(this.max[k], position[k]);
    }
    for (let k = 0; k < 4; k++) this.colours[4 * at + k] = colour[k];
    this.features[at] = this.feature;
    return this.count++;
  }

  triangle(a: number, b: number, c: number): void {
    if (this.indexCount + 3 > this.indices.length) this.indices = grown(this.indices, new Uint32Array(this.indices.length * 2));
    this.indices[this.indexCount++] = a;
    this.indices[this.indexCount++] = b;
    this.indices[this.indexCount++] = c;
  }

  finish(): Mesh {
    const { count, indexCount, min, max } = this;
    return {
      positions: this.positions.subarray(0, 3 * count), colours: this.colours.subarray(0, 4 * count), features: this.features.subarray(0, count),
      vertexCount: count, indices: this.indices.slice(0, indexCount), min, max,
    };
  }
}

function grown<T extends Float32Array | Uint8Array | Uint16Array | Uint32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
