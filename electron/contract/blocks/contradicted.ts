/** What every reader throws of bytes that are no tile. */
export function contradicted(): never {
  throw new RangeError('a tile that contradicts itself');
}
