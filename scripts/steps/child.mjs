// Child processes, each a group of its own, so that ending us ends all that it started.
import { spawn } from 'node:child_process';
import { root } from './project.mjs';

const POSIX = process.platform !== 'win32';
const running = new Set();
let ending = false;

function endGroup(child, signal) {
  try {
    if (POSIX) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // Already gone.
  }
}

/** Ends every child and its children; those that do not heed it within `graceMs` are killed. */
async function endAll(graceMs) {
  const children = [...running];
  for (const child of children) endGroup(child, 'SIGTERM');
  const gone = Promise.all(children.map((child) => new Promise((resolve) => (running.has(child) ? child.once('close', resolve) : resolve()))));
  await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, graceMs))]);
  for (const child of children) endGroup(child, 'SIGKILL');
}

for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
  process.on(signal, () => {
    if (ending) return;
    ending = true;
    void endAll(5000).then(() => process.exit(code));
  });
}
process.on('exit', () => {
  for (const child of running) endGroup(child, 'SIGKILL');
});

/**
 * Starts a child in the project's root. `line(text, 'out' | 'err')` gets every line that it prints; without it the child
 * writes to our own output. Returns the process and `ended`: {code, signal, missing, output}, never rejecting.
 * `missing` = the command does not exist; `output` = the last 200 lines.
 */
export function start(command, args, { env = process.env, cwd = root, line } = {}) {
  const child = spawn(command, args, { cwd, env, detached: POSIX, stdio: ['ignore', line ? 'pipe' : 'inherit', line ? 'pipe' : 'inherit'] });
  const output = [];
  if (line) {
    for (const [name, stream] of [['out', child.stdout], ['err', child.stderr]]) {
      let rest = '';
      const take = (text) => {
        output.push(text);
        if (output.length > 200) output.shift();
        line(text, name);
      };
      stream.setEncoding('utf8');
      stream.on('data', (chunk) => {
        const lines = (rest + chunk).split(/\r?\n/);
        rest = lines.pop();
        lines.forEach(take);
      });
      stream.on('close', () => rest && take(rest));
    }
  }
  running.add(child);
  const ended = new Promise((resolve) => {
    let missing = false;
    child.on('error', (error) => {
      missing = error.code === 'ENOENT';
      if (child.pid === undefined) finish(1, null);
    });
    child.on('close', finish);
    function finish(code, signal) {
      running.delete(child);
      // While we are being ended, nothing that waits for a child may go on: `endAll` ends us.
      if (!ending) resolve({ code: code ?? 1, signal, missing, output });
    }
  });
  return { child, ended, stop: (signal = 'SIGTERM') => endGroup(child, signal) };
}

/** Runs a child to its end, quietly: its output is in the result only. */
export function run(command, args, options = {}) {
  return start(command, args, { line: () => {}, ...options }).ended;
}
