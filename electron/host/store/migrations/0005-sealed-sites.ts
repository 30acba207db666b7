import { indicatorSeal, siteSeal, type IndicatorRow, type SiteRow } from '../siteSeal.ts';
import type { Migration } from './registry.ts';

/** Checksums of what tells one observation from another: of indicators and how they are cut, of sites and where they are. */
export const sealedSites: Migration = {
  title: 'sealed indicators and sites',
  sql: `
    ALTER TABLE indicator ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE site ADD COLUMN sum INTEGER NOT NULL DEFAULT 0;
  `,
  convert(db) {
    const sealIndicator = db.prepare('UPDATE indicator SET sum = ? WHERE id = ?');
    for (const row of db.prepare('SELECT * FROM indicator').all() as IndicatorRow[]) sealIndicator.run(indicatorSeal(row), row.id);
    const sealSite = db.prepare('UPDATE site SET sum = ? WHERE indicator = ? AND dense = ?');
    for (const row of db.prepare('SELECT * FROM site').raw().all() as SiteRow[]) sealSite.run(siteSeal(row), row[0], row[1]);
  },
};
