/** What the page under measurement offers the bench. */
import type { Indicator } from '#contract/catalogue.ts';

/** What lies on the twin: nothing but the city, or so many sites of one indicator in a form. */
export type OnTwin = { form: 'heat' | 'points'; sites: number } | null;
/** What stands in a bare Cesium: nothing but the city, or other ways of drawing so many sites. */
export type OnCesium = { way: 'heatmap'; sites: number; texture: 512 | 2048 } | { way: 'primitives' | 'entities'; sites: number } | null;

/** Milliseconds of each picture; of the page's thread and of the drawing process a picture; of the drawing process until all is at rest again. */
export interface Moved { times: number[]; scriptMs: number; drawingMs: number; restMs: number }

/** Milliseconds of one change of all values. */
export interface Changed {
  /** Of the page's thread: handing the values over, taking the field to the card, and the picture's own script after that. */
  hand: number;
  take: number;
  paint: number;
  /** From the question to the worker to its answer. */
  worker: number;
  /** Of a texture as large, and nothing else. */
  upload: number;
  texels: [number, number];
}

export interface Bench {
  startTwin(indicator: Indicator): Promise<void>;
  startCesium(): Promise<void>;
  /** Resolves when it is on the screen and nothing moves any more. */
  layOnTwin(on: OnTwin): Promise<void>;
  layOnCesium(on: OnCesium): Promise<void>;
  move(pictures: number): Promise<Moved>;
  change(times: number): Promise<Changed[]>;
  /** A hand goes over history that is in memory, frame by frame; resolves when so many were applied. */
  scrub(frames: number): Promise<void>;
}

declare global {
  interface Window {
    bench: Bench;
    /** The bench's own answer: milliseconds of processors that the drawing process has used. */
    drawingMs(): Promise<number>;
    /** The same of scripts on this page's own thread. */
    scriptMs(): Promise<number>;
  }
}
