/** Names of districts, and of towns when near, as text over the picture: crisp in both languages, never overlapping. */
import { enuOf, type EnuFrame } from '#layers/enu.ts';
import type { Area } from './cityFolder.ts';
import { project, type Projection } from './projection.ts';
import type { Language } from './types.ts';

export interface Labels {
  setAreas(rank: 'district' | 'town', areas: readonly Area[]): void;
  setLanguage(language: Language): void;
  /** Puts every name where it belongs in this view; call after each frame. */
  place(view: Projection, metresPerPixel: number): void;
  destroy(): void;
}

interface Label { rank: 'district' | 'town'; area: Area; at: [number, number, number]; element: HTMLElement | null; width: number; shown: boolean }

/** Scales, metres per pixel, between which a rank is named. */
const VISIBLE = { district: { from: 6, to: 420 }, town: { from: 0, to: 26 } } as const;
const LINE = { district: 18, town: 15 } as const;
const GAP = { district: 6, town: 12 } as const;

/** `changed` is called when names must be placed again although nothing moved: their font has come. */
export function createLabels(container: HTMLElement, enu: EnuFrame, first: Language, changed: () => void): Labels {
  const layer = document.createElement('div');
  layer.className = 'globe-labels';
  layer.setAttribute('aria-hidden', 'true');
  container.append(layer);
  let labels: Label[] = [];
  let language = first;

  const show = (label: Label, x: number, y: number): void => {
    label.element!.style.transform = `translate(${Math.round(x - label.width / 2)}px, ${Math.round(y - LINE[label.rank] / 2)}px)`;
    if (!label.shown) label.element!.classList.add('globe-label-shown');
    label.shown = true;
  };
  const hide = (label: Label): void => {
    if (label.shown) label.element?.classList.remove('globe-label-shown');
    label.shown = false;
  };
  const prepare = (label: Label): void => {
    if (label.element === null) {
      label.element = document.createElement('span');
      label.element.className = `globe-label globe-label-${label.rank}`;
      layer.append(label.element);
      label.width = 0;
    }
    if (label.width === 0) {
      label.element.textContent = language === 'zh' ? label.area.zh : label.area.en;
      label.element.lang = language === 'zh' ? 'zh-Hans' : 'en';
      label.width = label.element.offsetWidth;
    }
  };

  const fontCame = (): void => {
    for (const label of labels) label.width = 0;
    changed();
  };
  document.fonts.addEventListener('loadingdone', fontCame);

  return {
    setAreas(rank, areas) {
      for (const label of labels) if (label.rank === rank) label.element?.remove();
      const added = areas.map((area): Label => ({ rank, area, at: enuOf(enu, ...area.label, 0), element: null, width: 0, shown: false }));
      labels = [...labels.filter((label) => label.rank !== rank), ...added].toSorted((a, b) => a.rank.localeCompare(b.rank));
    },
    setLanguage(next) {
      if (next === language) return;
      language = next;
      for (const label of labels) label.width = 0;
    },
    place(view, metresPerPixel) {
      const taken: [number, number, number, number][] = [];
      for (const label of labels) {
        const { from, to } = VISIBLE[label.rank];
        const at = metresPerPixel >= from && metresPerPixel <= to ? project(view, ...label.at) : null;
        if (!at || at[0] < -80 || at[1] < -20 || at[0] > view.width + 80 || at[1] > view.height + 20) {
          hide(label);
          continue;
        }
        // Far towards the horizon names would crowd: they are kept to where the ground is near enough to read.
        if (at[2] > metresPerPixel * view.height * (label.rank === 'district' ? 6 : 2.2)) {
          hide(label);
          continue;
        }
        prepare(label);
        const [w, h] = [label.width / 2 + GAP[label.rank], LINE[label.rank] / 2 + GAP[label.rank] / 2];
        const box: [number, number, number, number] = [at[0] - w, at[1] - h, at[0] + w, at[1] + h];
        if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) hide(label);
        else {
          taken.push(box);
          show(label, at[0], at[1]);
        }
      }
    },
    destroy() {
      document.fonts.removeEventListener('loadingdone', fontCame);
      layer.remove();
    },
  };
}
