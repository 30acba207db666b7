/** The drag in a process of its own, as a page is: what else the bench holds in memory is not the page's. Arguments: file, sites, minutes, rounds. Prints its figures as one JSON line. */
import { drag } from './drag.ts';

const [file, ...numbers] = process.argv.slice(2);
const [sites, minutes, rounds] = numbers.map(Number);
console.log(JSON.stringify(await drag(file, sites, minutes, rounds)));
process.exit(0);
