import type { Migration } from './registry.ts';

/** What was heard is read from the blocks themselves (`frames/heard.ts`): nobody asks for observations a minute any more. */
export const noTally: Migration = {
  title: 'no tally of observations a minute',
  sql: 'DROP TABLE tally;',
};
