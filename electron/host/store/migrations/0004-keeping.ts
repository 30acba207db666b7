import type { Migration } from './registry.ts';

/**
 * `fact` counts changes of what a reader keeps in memory: `tiles` of blocks put away, thinned or dropped, `sites` of lists. What is older
 * than the file keeps in full lies in tiles of its last words a step (decisions/0009); `band`: beside each, the lowest, the mean,
 * the highest and the number of the words that the step had.
 */
export const keeping: Migration = {
  title: 'readers beside the writer, coarser steps for what is old',
  sql: `
    INSERT INTO fact VALUES ('tiles', 0), ('sites', 0);
    CREATE TABLE band (id INTEGER PRIMARY KEY, sum INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
  `,
};
