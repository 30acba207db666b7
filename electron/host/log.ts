/** Where the host says what happened: one sentence each, for whoever keeps the machine running. */
export type Log = (level: 'info' | 'warn' | 'error', sentence: string) => void;
