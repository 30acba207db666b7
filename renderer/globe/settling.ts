/** When a picture is complete: two in a row with nothing more to come, as what the first set off is on the second. */
export interface Settling {
  /** Resolves when it is; ask for a picture after calling. */
  wait(): Promise<void>;
  /** Tell it after every tick whether a picture was drawn and whether more is to come; true where another picture is needed. */
  after(drew: boolean, isRestless: boolean): boolean;
  waitedFor(): boolean;
  /** There will be no more pictures. */
  release(): void;
}

export function createSettling(): Settling {
  let waiting: (() => void)[] = [];
  let quiet = 0;
  const release = (): void => waiting.splice(0).forEach((resolve) => resolve());
  return {
    release,
    waitedFor: () => waiting.length > 0,
    wait() {
      quiet = 0;
      return new Promise((resolve) => waiting.push(resolve));
    },
    after(drew, isRestless) {
      if (isRestless) quiet = 0;
      else if (drew) quiet++;
      if (waiting.length > 0 && quiet >= 2) release();
      return waiting.length > 0;
    },
  };
}
