/** Frames on the wire: a column message of kind "frame", see `layers/frame.ts` for what the columns mean. */
import type { IndicatorFrame } from '#layers/frame.ts';
import type { When } from './contract.ts';
import { encodeColumns, type ColumnMessage } from './columns.ts';

export interface SlotFrame extends IndicatorFrame {
  slot: 'a' | 'b';
  /** Rises by one with each frame of a session; `frame.drawn` names it. */
  sequence: number;
  /** When the newest value in it arrived at the host, epoch ms; 0 where it was read back. For measuring delay only. */
  arrived: number;
  /** As it was known here at its instant; else as it is known now. */
  asKnown?: boolean;
  /** As the slot was asked for: of another instant than the clock's. */
  when?: When;
}

export function encodeFrame({ values, ages, status, ...header }: SlotFrame): Uint8Array<ArrayBuffer> {
  return encodeColumns({ kind: 'frame', ...header }, { values, ages, status });
}

/** The frame in a decoded column message; null where it is none. Both sides are ours: the shape is not parsed again. */
export function frameOf({ header, columns }: ColumnMessage): SlotFrame | null {
  if (header.kind !== 'frame') return null;
  const { kind: _kind, ...rest } = header;
  return { ...rest, values: columns.values, ages: columns.ages, status: columns.status } as unknown as SlotFrame;
}
