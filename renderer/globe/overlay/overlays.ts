/**
 * Where deck.gl draws: columns among Cesium's own, points over the picture (decisions/0014). Where columns cannot be part
 * of Cesium's picture they stand over it too.
 */
import type { Scene } from '@cesium/engine';
import type { EnuFrame } from '#layers/enu.ts';
import { metresPerPixel } from '../camera.ts';
import { projectionOf, type Projection } from '../projection.ts';
import type { Shown } from '../slots.ts';
import type { Form, Slot } from '../types.ts';
import { columnLayers, pointLayers } from './forms.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import { createSceneDeck, type SceneDeck } from './sceneDeck.ts';

export interface Overlays {
  /** A layer of this form is there: what draws it is made, if it is not yet. */
  need(form: Form): void;
  /** Whether this form stands over the picture, and can change without another. */
  isOver(form: Form): boolean;
  /** False while what was needed is being made: no picture shows it yet. */
  isReady(): boolean;
  draw(view: Projection, scale: number): void;
  destroy(): void;
}

export interface OverlaysOptions {
  container: HTMLElement;
  scene: Scene;
  enu: EnuFrame;
  software: boolean;
  shown(): (Shown | null)[];
  /** The pixels across a picture of so many that a slot is drawn on; null: all of them. */
  clip(slot: Slot, width: number): readonly [from: number, to: number] | null;
  /** Another picture of everything. */
  changed(): void;
  /** These forms cannot be drawn. */
  failed(error: unknown, isConcerned: (form: Form) => boolean): void;
}

/** What `scene.pick` says where it meets a column; which one, picking.ts reckons. */
const COLUMNS = { columns: true };

export function createOverlays({ container, scene, enu, software, shown, clip, changed, failed }: OverlaysOptions): Overlays {
  let over: { overlay: Overlay; isReady: boolean } | null = null;
  let among: SceneDeck | null = null;
  /** Columns could not be part of the picture: from then on they stand over it. */
  let [amongFailed, ended] = [false, false];
  const isOver = (form: Form): boolean => form === 'points' || (form === 'columns' && amongFailed);

  const onMap = (slot: Slot): ReturnType<typeof clip> => clip(slot, container.clientWidth * devicePixelRatio);

  const needOver = (): void => {
    if (over) return;
    const made = { overlay: createOverlay(container, software, (error) => failed(error, isOver)), isReady: false };
    over = made;
    // One that never came is tried again with the next layer that needs it.
    made.overlay.ready.then(() => {
      made.isReady = true;
      if (!ended) changed();
    }, () => {
      if (ended) return;
      made.overlay.destroy();
      if (over === made) over = null;
    });
  };

  const needAmong = (): void => {
    if (among) return;
    const fallBack = (error: unknown): void => {
      if (amongFailed || ended) return;
      amongFailed = true;
      among = null;
      console.warn('Columns cannot be part of the picture; they are drawn over it.', error);
      if (shown().some((one) => one?.columns)) needOver();
      changed();
    };
    try {
      among = createSceneDeck({
        scene, pickedAs: COLUMNS, failed: fallBack,
        camera: (width, height) => ({ ...projectionOf(scene, enu), width, height }),
        layers: () => columnLayers(shown(), metresPerPixel(scene), true, (slot) => clip(slot, scene.drawingBufferWidth)),
      });
      among.ready.then(changed, () => undefined);
    } catch (error) {
      fallBack(error);
    }
  };

  return {
    isOver,
    isReady: () => (over?.isReady ?? true) && (among?.isReady() ?? true),
    need(form) {
      if (isOver(form)) needOver();
      else if (form === 'columns') needAmong();
    },
    draw(view, scale) {
      over?.overlay.draw([...pointLayers(shown(), scale, onMap), ...(amongFailed ? columnLayers(shown(), scale, false, onMap) : [])], view);
    },
    destroy() {
      ended = true;
      over?.overlay.destroy();
      among?.destroy();
    },
  };
}
