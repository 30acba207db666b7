/**
 * A block: observations of one indicator, by site and then by time, at most one for a (site, time). What a tile of the run
 * file holds, unpacked; also what crosses to the page.
 */
export interface Block {
  /** Time of the earliest, epoch milliseconds. */
  t0: number;
  t1: number;
  /** The sites that are in it, rising; `starts[i]` … `starts[i + 1]` are the observations of `sites[i]`. */
  sites: Uint32Array;
  starts: Uint32Array;
  /** Milliseconds after `t0`. */
  offsets: Int32Array;
  values: Float64Array;
  /** Null: all 0. */
  quality: Uint8Array | null;
  /** Null: none stated. */
  counts: Uint32Array | null;
}
