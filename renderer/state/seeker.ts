/** The hand on the timeline moves faster than the host answers: one seek in flight, the newest wish next, none in between. */
import type { Clock } from '#contract/contract.ts';

export interface SeekerPorts {
  /** Asks the host; rejects where it cannot. */
  ask(time: number): Promise<Clock>;
  answered(clock: Clock): void;
  /** The host could not be asked: `time` is where the hand is. */
  unanswered(time: number, error: unknown): void;
  /** Every wish has been answered and nothing is in flight. */
  idle(): void;
}

export interface Seeker {
  seek(time: number): void;
  readonly busy: boolean;
}

export function createSeeker(ports: SeekerPorts): Seeker {
  let busy = false;
  let next: number | null = null;

  const run = async (): Promise<void> => {
    busy = true;
    while (next !== null) {
      const time = next;
      next = null;
      try {
        ports.answered(await ports.ask(time));
      } catch (error) {
        if (next === null) ports.unanswered(time, error);
      }
    }
    busy = false;
    ports.idle();
  };

  return {
    get busy() {
      return busy;
    },
    seek(time) {
      next = time;
      if (!busy) void run();
    },
  };
}
