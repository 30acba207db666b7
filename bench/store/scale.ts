/** One size of city in a process of its own, so that its memory is its own. Arguments: file, sites, minutes. Prints one JSON line. */
import { residentMiB } from '../processes.ts';
import { median } from '../report.ts';
import { ingest, openOurs } from './ours.ts';
import { batchesOf, CODE, createWorld, MINUTE, START } from './world.ts';

const [file, sites, minutes] = [process.argv[2], ...process.argv.slice(3).map(Number)] as [string, number, number];
const world = createWorld(sites);
world.minute();
const before = residentMiB(process.pid);
const store = openOurs(file, sites);
let [took, observations] = [0, 0];
while (world.minutes < minutes) {
  const batches = batchesOf(world.minute());
  took += ingest(store, batches);
  for (const batch of batches) observations += batch.sites.length;
}
const frames = Array.from({ length: 15 }, (_, k) => {
  const began = performance.now();
  store.stateAt(CODE, START + Math.floor((2 + (k * (minutes - 3)) / 15) * MINUTE), 3 * MINUTE);
  return performance.now() - began;
});
const grown = residentMiB(process.pid) - before;
store.close();
console.log(JSON.stringify({ rate: observations / (took / 1000), frameMs: median(frames), memoryMiB: grown }));
