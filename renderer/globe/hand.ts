/** Everything that a hand does to the picture: it moves it, points, picks, and draws. */
import type { Scene } from '@cesium/engine';
import { groundUnder } from './camera.ts';
import type { ContextPicture } from './contextPicture.ts';
import type { Divided } from './divided.ts';
import type { Drawing } from './drawing.ts';
import type { Pen } from './drawnTypes.ts';
import { attachPen } from './pen.ts';
import type { Halves } from './halves.ts';
import type { Picker } from './picking.ts';
import { attachPointer } from './pointer.ts';
import { surfaceUnder } from './rays.ts';
import type { GlobeHandlers, Pick } from './types.ts';

export interface HandOptions {
  root: HTMLElement;
  scene: Scene;
  /** Drawing in software: what lies under a hovering pointer is looked for less often, and not among buildings. */
  software: boolean;
  context: ContextPicture;
  drawing: Drawing;
  picker: Picker;
  handlers: GlobeHandlers;
  halves: Halves;
  divided: Divided;
  moving(milliseconds: number): void;
  touched(): void;
}

const HOVER_MS = 60;
const HOVER_SOFTWARE_MS = 180;

/** Returns the function that ends it. */
export function attachHand({ root, scene, software, context, drawing, picker, handlers, halves, divided, moving, touched }: HandOptions): () => void {
  const { pen } = drawing;
  const pick = (across: number, y: number, buildings: boolean): Pick | null => {
    const { x, onMap } = halves.seen(across);
    const shape = drawing.pick(x, y);
    return shape === null ? (context.pick(x, y) ?? picker.pick(across, y, buildings, divided.at(onMap, scene.canvas.clientWidth), divided.way() === 'difference')) : { kind: 'shape', id: shape };
  };
  const point = (x: number, y: number, on: Pen['on']): void => {
    const ground = on === 'ground' ? groundUnder(scene, x, y) : null;
    const met = on === 'ground' ? ground && { at: { ...ground, height: 0 }, building: null } : surfaceUnder(scene, x, y);
    if (met) handlers.penned({ kind: 'point', ...met });
  };
  const ends = [
    attachPen({
      root, pen, handleAt: drawing.handleAt, told: handlers.penned,
      ground(x, y) {
        const at = groundUnder(scene, x, y);
        return at && { ...at, height: 0 };
      },
    }),
    attachPointer(scene.canvas, software ? HOVER_SOFTWARE_MS : HOVER_MS, {
      moving(milliseconds) {
        scene.camera.cancelFlight();
        moving(milliseconds);
      },
      touched,
      hover: (x, y) => handlers.hovered(pen() ? null : pick(x, y, !software), halves.seen(x).onMap, y),
      left: () => handlers.hovered(null, 0, 0),
      click(x, y) {
        const drawn = pen();
        if (!drawn) handlers.picked(pick(x, y, true));
        else if (drawn.form === 'points') point(x, y, drawn.on);
      },
      otherClick: () => pen() && handlers.penned({ kind: 'end' }),
    }),
  ];
  return () => ends.forEach((end) => end());
}
