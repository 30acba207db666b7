import type { Look } from './look.ts';

/** Puts a look's colours of names and markers onto the globe's element, where globe.css finds them. */
export function dress(root: HTMLElement, { names, ground }: Look): void {
  for (const [tone, colour] of Object.entries(names)) root.style.setProperty(`--name-${tone}`, colour);
  root.style.setProperty('--mark', ground.selected);
}
