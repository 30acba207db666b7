/**
 * Columns as one merged mesh of six-sided prisms: 30 vertices a site. Not instanced, because software rendering pays
 * about 20 µs for every instance and next to nothing for a vertex.
 */
export const VERTICES = 30;
const SIDES = 6;

export interface ColumnMesh {
  count: number;
  /** Foot of the column, ENU metres, for each vertex. */
  positions: Float32Array;
  /** Unit offset east and north, 0 foot or 1 top, and how much light the face gets, for each vertex. */
  corners: Float32Array;
  indices: Uint32Array;
}

/** Afternoon light from the south-west; the top is brightest. */
const LIGHT = [-0.77, -0.64] as const;

export function columnMesh(feet: Float32Array): ColumnMesh {
  const count = feet.length / 3;
  const positions = new Float32Array(count * VERTICES * 3);
  const corners = new Float32Array(count * VERTICES * 4);
  const indices = new Uint32Array(count * (SIDES * 6 + (SIDES - 2) * 3));
  const shape = prism();
  for (let i = 0; i < count; i++) {
    for (let v = 0; v < VERTICES; v++) positions.set(feet.subarray(i * 3, i * 3 + 3), (i * VERTICES + v) * 3);
    corners.set(shape.corners, i * VERTICES * 4);
    for (let k = 0; k < shape.indices.length; k++) indices[i * shape.indices.length + k] = i * VERTICES + shape.indices[k]!;
  }
  return { count, positions, corners, indices };
}

function corner(k: number): [number, number] {
  return [Math.cos((k * Math.PI * 2) / SIDES), Math.sin((k * Math.PI * 2) / SIDES)];
}

function prism(): { corners: number[]; indices: number[] } {
  const corners: number[] = [];
  const indices: number[] = [];
  for (let k = 0; k < SIDES; k++) {
    const [xa, ya] = corner(k);
    const [xb, yb] = corner(k + 1);
    const facing = ((xa + xb) / 2) * LIGHT[0] + ((ya + yb) / 2) * LIGHT[1];
    const light = 0.66 + 0.22 * facing;
    const first = corners.length / 4;
    corners.push(xa, ya, 0, light, xb, yb, 0, light, xb, yb, 1, light, xa, ya, 1, light);
    indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
  }
  const top = corners.length / 4;
  for (let k = 0; k < SIDES; k++) corners.push(...corner(k), 1, 1);
  for (let k = 1; k < SIDES - 1; k++) indices.push(top, top + k, top + k + 1);
  return { corners, indices };
}
