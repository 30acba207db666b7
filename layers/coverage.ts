/** Where a city's cells hold something at risk and nobody measures near by. */

/** Squares of one size, in degrees; `halfSizeM` in metres. */
export interface Cells { halfSizeM: number; lon: ArrayLike<number>; lat: ArrayLike<number> }
export interface Spots { lon: ArrayLike<number>; lat: ArrayLike<number> }

export interface Coverage {
  /** Cells that hold a risk with no sensor near enough to their middle, rising. */
  bare: Uint32Array;
  /** How many risks each of them holds. */
  risks: Float32Array;
  /** Cells that hold a risk at all. */
  atRisk: number;
}

const METRES_A_DEGREE = 111_320;

/** A sensor is near where it is at most `metres` from the cell's middle. A risk in no cell is nobody's. Distances are right to a thousandth over a city. */
export function coverageOf(cells: Cells, risks: Spots, sensors: Spots, metres: number): Coverage {
  const east = METRES_A_DEGREE * Math.cos(((cells.lat[0] ?? 0) * Math.PI) / 180);
  const x = (lon: number): number => (lon - (cells.lon[0] ?? 0)) * east;
  const y = (lat: number): number => (lat - (cells.lat[0] ?? 0)) * METRES_A_DEGREE;
  const side = 2 * cells.halfSizeM;
  const cellsIn = gridOf(cells, x, y, side);
  const held = new Uint32Array(cells.lon.length);
  for (let k = 0; k < risks.lon.length; k++) {
    const [at, up] = [x(risks.lon[k]!), y(risks.lat[k]!)];
    const own = near(cellsIn, at, up, side).find((cell) => Math.abs(x(cells.lon[cell]!) - at) <= cells.halfSizeM && Math.abs(y(cells.lat[cell]!) - up) <= cells.halfSizeM);
    if (own !== undefined) held[own]!++;
  }
  const sensorsIn = gridOf(sensors, x, y, metres);
  const bare: number[] = [];
  let atRisk = 0;
  for (let cell = 0; cell < held.length; cell++) {
    if (held[cell] === 0) continue;
    atRisk++;
    const [at, up] = [x(cells.lon[cell]!), y(cells.lat[cell]!)];
    const isSeen = near(sensorsIn, at, up, metres).some((sensor) => Math.hypot(x(sensors.lon[sensor]!) - at, y(sensors.lat[sensor]!) - up) <= metres);
    if (!isSeen) bare.push(cell);
  }
  return { bare: Uint32Array.from(bare), risks: Float32Array.from(bare, (cell) => held[cell]!), atRisk };
}

type Grid = Map<string, number[]>;

function gridOf({ lon, lat }: Spots, x: (lon: number) => number, y: (lat: number) => number, side: number): Grid {
  const grid: Grid = new Map();
  for (let i = 0; i < lon.length; i++) {
    const key = `${Math.floor(x(lon[i]!) / side)} ${Math.floor(y(lat[i]!) / side)}`;
    const there = grid.get(key);
    if (there) there.push(i);
    else grid.set(key, [i]);
  }
  return grid;
}

/** What lies in the nine squares about a place. */
function near(grid: Grid, x: number, y: number, side: number): number[] {
  const [column, row] = [Math.floor(x / side), Math.floor(y / side)];
  const found: number[] = [];
  for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) found.push(...(grid.get(`${column + dx} ${row + dy}`) ?? []));
  return found;
}
