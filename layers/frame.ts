/**
 * What every layer draws: one indicator, one instant, one entry for each place of a place set.
 *
 * A place set is either the indicator's own sites ("MW06") or its roll-up to areas ("MW06/district").
 * Positions and outlines are static and travel apart from frames.
 */
export interface IndicatorFrame {
  run: string;
  indicator: string;
  /** Id of the place set whose order the columns follow. */
  places: string;
  /** Instant asked for, epoch milliseconds. */
  time: number;
  /** The frame is the answer for every instant in [validFrom, validUntil); epoch milliseconds. */
  validFrom: number;
  validUntil: number;
  /** Indicator's unit; NaN where `status` is not `measured`. */
  values: Float32Array;
  /** Seconds from phenomenon time to `time`; `NEVER` where nothing was ever measured. */
  ages: Uint32Array;
  /** One of `STATUS` for each place. */
  status: Uint8Array;
}

export const NEVER = 0xffffffff;

/** Why a place has, or has not, a value. Suppressed: fewer people behind it than the catalogue's min_count. */
export const STATUS = { measured: 0, silent: 1, never: 2, suppressed: 3 } as const;

/** Three periods without a word, and a place is silent: its last value is history, not a reading (item 87). */
export const SILENT_AFTER_PERIODS = 3;
