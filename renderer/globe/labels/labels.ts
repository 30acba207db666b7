/** Names over the picture as text: crisp in both languages, each kind in its own type, never overlapping. */
import { enuOf, lonLatOf, type EnuFrame } from '#layers/enu.ts';
import type { Area } from '../cityFolder.ts';
import type { Name } from '../cityLines.ts';
import { project, type Projection } from '../projection.ts';
import type { Language, Slot } from '../types.ts';
import { declutter, type Box, type Candidate } from './declutter.ts';
import { fontOf, isRead, KINDS, orderOf, type LabelKind } from './kinds.ts';

export interface Labels {
  setAreas(rank: 'district' | 'town', areas: readonly Area[]): void;
  setNames(names: readonly Name[]): void;
  /** What stands under an area's name, by its index in `setAreas`; empty where nothing does. Null: names alone. */
  setValues(kind: 'district' | 'town', value: ((index: number, language: Language) => string) | null): void;
  /** Numbers on lines of equal value, of one slot's heat; x and y in ENU metres. */
  setNumbers(slot: Slot, numbers: readonly { x: number; y: number; text: Record<Language, string> }[]): void;
  setLanguage(language: Language): void;
  /** Puts every name where it belongs in this view, beside the boxes of `signs`; call after each frame. */
  place(view: Projection, metresPerPixel: number, signs: readonly Box[]): void;
  destroy(): void;
}

interface Label extends Candidate {
  text: string;
  kind: LabelKind;
  rank: number;
  names: Record<Language, string>;
  /** Of an area: its index, and what stands under its name. */
  index: number;
  value: string;
  at: [number, number, number];
  element: HTMLElement | null;
  /** Language and text that its element has. */
  written: string;
  /** Of a number on a line. */
  slot?: Slot;
}

const MOST = 80;
/** Elements kept for names that may come back. */
const MOST_KEPT = 160;
/** Pixels from a point to the text beside or above it. */
const ASIDE = 7;
const ABOVE = 9;
/** Size of a value, pixels, and of its line; an area that has one goes before what is named otherwise. */
const VALUE_FONT = `600 12px`;
const VALUE_LINE = 16;
const VALUE_FIRST = 12;
/** 嘉定 and 嘉定区 side by side would say one thing twice. */
const KIND_WORD = /(新区|区|街道|镇|站)$/;
const FAMILY = "'Inter Variable', 'Noto Sans SC Variable', sans-serif";

/** `changed` is called when names must be placed again although nothing moved: their font has come. */
export function createLabels(container: HTMLElement, enu: EnuFrame, first: Language, changed: () => void): Labels {
  const layerIn = (): HTMLElement => {
    const made = document.createElement('div');
    made.className = 'globe-labels';
    made.setAttribute('aria-hidden', 'true');
    container.append(made);
    return made;
  };
  const layer = layerIn();
  /** The same names in the second half of the map. */
  const second = layerIn();
  second.hidden = true;
  const pen = document.createElement('canvas').getContext('2d')!;
  let labels: Label[] = [];
  let shown = new Set<Label>();
  let language = first;
  const values: Partial<Record<'district' | 'town', ((index: number, language: Language) => string) | null>> = {};

  const measure = (label: Label): void => {
    const { spacing, anchor } = KINDS[label.kind];
    const { font, pixels } = fontOf(label.kind, label.rank);
    label.text = label.names[language];
    pen.font = `${font} ${FAMILY}`;
    label.width = Math.ceil(pen.measureText(label.text).width + label.text.length * pixels * spacing[language]) + (anchor === 'beside' ? ASIDE : 0);
    label.height = Math.round(pixels * 1.3) + (anchor === 'above' ? ABOVE : 0);
    label.order = orderOf(label.kind, label.rank);
    if (label.value === '') return;
    pen.font = `${VALUE_FONT} ${FAMILY}`;
    label.width = Math.max(label.width, Math.ceil(pen.measureText(label.value).width));
    label.height += VALUE_LINE;
    label.order -= VALUE_FIRST;
  };
  const revalue = (label: Label): void => {
    const value = values[label.kind as 'district' | 'town']?.(label.index, language) ?? '';
    if (value === label.value) return;
    label.value = value;
    measure(label);
    // Where it stands on, it is written at once: another number in the old one's place.
    if (label.stood && label.element) changed();
  };
  const writing = ({ text, value }: Label): string => `${language} ${text} ${value}`;
  /** With its place, never before it: a longer name where a shorter one stood would lie over its neighbours. */
  const write = (label: Label): void => {
    const { spacing } = KINDS[label.kind];
    const { font, pixels } = fontOf(label.kind, label.rank);
    const { style } = label.element!;
    label.element!.textContent = label.text;
    if (label.value !== '') {
      const value = document.createElement('b');
      value.textContent = label.value;
      label.element!.append(value);
    }
    label.element!.lang = language === 'zh' ? 'zh-Hans' : 'en';
    style.font = `${font}/${Math.round(pixels * 1.3)}px ${FAMILY}`;
    style.letterSpacing = `${(pixels * spacing[language]).toFixed(2)}px`;
    label.written = writing(label);
  };
  const show = (label: Label): void => {
    if (label.element === null) {
      label.element = document.createElement('span');
      label.element.className = `globe-label globe-label-${label.kind}`;
      label.element.dataset.kind = label.kind;
      label.written = '';
      layer.append(label.element);
    }
    if (label.written !== writing(label)) write(label);
    label.element.style.transform = `translate(${Math.round(label.x - label.width / 2)}px, ${Math.round(label.y - label.height / 2)}px)`;
    if (!label.stood) label.element.classList.add('globe-label-shown');
  };
  const hide = (label: Label): void => {
    label.stood = false;
    label.element?.classList.remove('globe-label-shown');
  };
  /** Elements of names long gone would be carried along in every picture. */
  const prune = (): void => {
    if (layer.childElementCount <= MOST_KEPT) return;
    for (const label of labels) {
      if (label.stood || !label.element) continue;
      label.element.remove();
      label.element = null;
    }
  };
  const replace = (isReplaced: (label: Label) => boolean, added: Label[]): void => {
    for (const label of labels) if (isReplaced(label)) label.element?.remove();
    shown = new Set([...shown].filter((label) => !isReplaced(label)));
    added.forEach(measure);
    added.forEach(revalue);
    labels = [...labels.filter((label) => !isReplaced(label)), ...added];
  };
  const labelOf = (kind: LabelKind, rank: number, names: Record<Language, string>, lon: number, lat: number, height = 0, index = -1): Label => ({
    index, value: '', kind, rank, names, at: enuOf(enu, lon, lat, height), element: null, x: 0, y: 0, width: 0, height: 0, order: orderOf(kind, rank), stood: false, text: '', written: '', says: names.zh.replace(KIND_WORD, ''),
  });
  const remeasure = (): void => labels.forEach(measure);

  const fontCame = (): void => {
    remeasure();
    changed();
  };
  document.fonts.addEventListener('loadingdone', fontCame);

  /** Moves a label to where its point is in the view; false where it is not to be read there. */
  const isInView = (label: Label, view: Projection, metresPerPixel: number): boolean => {
    const at = project(view, ...label.at);
    if (!at) return false;
    const { anchor } = KINDS[label.kind];
    label.x = at[0] + (anchor === 'beside' ? label.width / 2 - 3 : 0);
    label.y = at[1] - (anchor === 'above' ? label.height / 2 : 0);
    // Half a name is none: it goes before the edge cuts it.
    if (Math.min(label.x, view.width - label.x) < label.width / 2 || Math.min(label.y, view.height - label.y) < label.height / 2) return false;
    return isRead(label.kind, label.rank, metresPerPixel, (2 * at[2]) / (view.projection[5]! * view.height), label.stood);
  };

  return {
    setAreas(kind, areas) {
      replace((label) => label.kind === kind, areas.map(({ zh, en, label: [lon, lat] }, index) => labelOf(kind, kind === 'district' ? 1 : 3, { zh, en }, lon, lat, 0, index)));
    },
    setNames(names) {
      replace(({ kind }) => kind !== 'district' && kind !== 'town' && kind !== 'contour', names.map(({ kind, rank, zh, en, lon, lat, height }) => labelOf(kind, rank, { zh, en }, lon, lat, height)));
    },
    setValues(kind, value) {
      if (!values[kind] && !value) return;
      values[kind] = value;
      for (const label of labels) if (label.kind === kind) revalue(label);
    },
    setNumbers(slot, numbers) {
      replace((label) => label.kind === 'contour' && label.slot === slot, numbers.map(({ x, y, text }) => {
        const [lon, lat] = lonLatOf(enu, x, y, 0);
        return { ...labelOf('contour', 1, text, lon, lat), slot };
      }));
    },
    setLanguage(next) {
      if (next === language) return;
      language = next;
      for (const label of labels) if (label.index >= 0) label.value = values[label.kind as 'district' | 'town']?.(label.index, language) ?? '';
      remeasure();
    },
    place(view, metresPerPixel, signs) {
      const next = new Set(declutter(labels.filter((label) => isInView(label, view, metresPerPixel)), MOST, signs)) as Set<Label>;
      for (const label of shown) if (!next.has(label)) hide(label);
      for (const label of next) {
        show(label);
        label.stood = true;
      }
      shown = next;
      prune();
      second.hidden = view.copies === 1;
      if (second.hidden) return void second.replaceChildren();
      second.style.left = `${view.width}px`;
      second.replaceChildren(...[...next].map((label) => label.element!.cloneNode(true)));
    },
    destroy() {
      document.fonts.removeEventListener('loadingdone', fontCame);
      layer.remove();
      second.remove();
    },
  };
}
