/** Appends minutes of a world to a run file without any upkeep, says so, and waits to be killed. Arguments: file, sites, from (epoch ms), minutes. */
import { append, openOurs } from './ours.ts';
import { batchesOf, createWorld } from './world.ts';

const [file, sites, from, minutes] = [process.argv[2], ...process.argv.slice(3).map(Number)] as [string, number, number, number];
const store = openOurs(file, sites);
const world = createWorld(sites, { from });
while (world.minutes < minutes) for (const batch of batchesOf(world.minute())) append(store, batch);
console.log('ready');
setInterval(() => {}, 1000);
