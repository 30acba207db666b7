// A line for every step that takes longer than two seconds.
const SHOW_AFTER_MS = 2000;
const AGAIN_MS = 15_000;

const seconds = (since) => `${Math.round((Date.now() - since) / 1000)} s`;

/**
 * Runs `work`, which may return a promise. Says the step's name once it has taken two seconds, that it still runs every
 * 15 s, and how long it took. `work` gets `note(text)`: what is said next time, e.g. how much has been downloaded.
 */
export async function step(name, work, say = console.log) {
  const since = Date.now();
  let shown = false;
  let extra = '';
  const first = setTimeout(() => {
    shown = true;
    say(`${name} …`);
  }, SHOW_AFTER_MS);
  const again = setInterval(() => say(`${name} … ${seconds(since)}${extra && `, ${extra}`}`), AGAIN_MS);
  try {
    const result = await work((text) => (extra = text));
    if (shown) say(`${name}: ${seconds(since)}`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(again);
  }
}
