/** `npm run store:check -- FILE [--json]`: what of a run file is damaged and what can still be read. Exit code 0 where it is whole, else 1. */
import { checkFile, type CheckReport, type Damage } from './checkFile.ts';
import { StoreProblem } from './problem.ts';

const told = process.argv.slice(2);
const [file] = told.filter((word) => !word.startsWith('--'));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (file === undefined) {
  say('Say which file: npm run store:check -- FILE [--json]');
  process.exitCode = 1;
} else {
  try {
    const report = checkFile(file);
    if (told.includes('--json')) say(JSON.stringify(report));
    else for (const line of sentences(report)) say(line);
    process.exitCode = report.isWhole ? 0 : 1;
  } catch (error) {
    if (!(error instanceof StoreProblem)) throw error;
    const { code, message } = error;
    say(told.includes('--json') ? JSON.stringify({ file: error.file, isWhole: false, problem: { code, message } }) : message);
    process.exitCode = 1;
  }
}

function* sentences({ file: name, isWhole, damage, read }: CheckReport): Generator<string> {
  for (const each of damage) yield sentence(each);
  const what = `${read.observations} observations of ${read.sites} sites of ${read.indicators} indicators, in ${read.tiles} tiles and ${read.journalRows} batches that wait for theirs`;
  yield isWhole ? `${name} is whole: ${what}.` : `${name} is damaged in ${damage.length} ${damage.length === 1 ? 'place' : 'places'}. What can still be read: ${what}.`;
}

function sentence({ part, why, indicator, from, to, sites }: Damage): string {
  const where = [
    indicator ?? '',
    from === null || to === null ? '' : `from ${local(from)} to ${local(to)}`,
    sites === null ? '' : `sites ${sites[0]} to ${sites[1]} of its list`,
  ].filter((each) => each !== '');
  return `Damaged: ${[part, ...where].join(', ')}: ${why}.`;
}

/** In this machine's zone. */
function local(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toLocaleString('sv-SE', { timeZoneName: 'short' }) : String(time);
}
