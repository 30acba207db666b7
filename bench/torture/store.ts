/**
 * `npm run torture -- store [--rounds N] [--seed N] [--control]`: nothing acknowledged is lost, nothing is there twice, everything is what
 * was sent, wherever the writer is killed. `--control` breaks the child in four ways instead, and fails where one is not noticed.
 */
import { median, percentile } from '../report.ts';
import type { Control } from './child.ts';
import { IN_COMPACTION, torture, type Outcome } from './rounds.ts';

const number = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(name);
  const given = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (!Number.isInteger(given) || given < 0) throw new RangeError(`${name} needs a whole number`);
  return given;
};
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const seed = number('--seed', Date.now() % 2 ** 31);
say(`seed ${seed}`);

async function control(rounds: number): Promise<boolean> {
  const rows = [];
  for (const broken of ['acknowledge', 'value', 'quality', 'missing'] satisfies Control[]) {
    const { rounds: needed, problems } = await torture({ rounds, seed, control: broken, untilCaught: true });
    say(problems.length > 0 ? `a broken ${broken} was caught in round ${needed}: ${problems[0].split('\n')[0]}` : `a broken ${broken} was NOT caught in ${needed} rounds`);
    rows.push({ broken, caught: problems.length > 0, rounds: needed });
  }
  console.log(JSON.stringify({ torture: 'store', seed, controls: rows }));
  return rows.every(({ caught }) => caught);
}

function report({ rounds, kills, deepInCompaction, steps, observations, compared, openMs, problems }: Outcome): boolean {
  for (const problem of problems) say(problem);
  const enough = kills.compaction >= IN_COMPACTION * rounds;
  const open = { p50: Number(median(openMs).toFixed(1)), p95: Number(percentile(openMs, 0.95).toFixed(1)), max: Number(Math.max(...openMs).toFixed(1)) };
  say(`${rounds} kills, ${kills.compaction} of them in compaction (${deepInCompaction} beyond its first piece)${enough ? '' : ': too few'}; `
    + `${(observations / 1e6).toFixed(1)} million observations stored, ${(compared / 1e6).toFixed(1)} million compared, ${problems.length} problems`);
  console.log(JSON.stringify({ torture: 'store', seed, rounds, kills, deepInCompaction, steps, observations, compared, openMs: open, problems: problems.length, met: enough && problems.length === 0 }));
  return enough && problems.length === 0;
}

const passed = process.argv.includes('--control')
  ? await control(number('--rounds', 40))
  : report(await torture({ rounds: number('--rounds', 500), seed, control: null, say }));
process.exitCode = passed ? 0 : 1;
