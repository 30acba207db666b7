/**
 * Half a map each: the city is drawn once, twice as wide as high it would be in one half, and the last pass shows it in both
 * (docs/decisions/0015-compare.md). So Cesium must think that a hand moves twice as far across as it does.
 */
import type { Scene } from '@cesium/engine';
import type { Slot } from './types.ts';

export interface Halves {
  set(on: boolean): void;
  /** For the next picture: how wide it is for its height. */
  fit(scene: Scene): void;
  /** What a pointer at Cesium's x means: x in its half (or in the whole map), and on the map; CSS pixels. */
  seen(x: number): { x: number; onMap: number };
  destroy(): void;
}

const KINDS = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'wheel', 'dblclick'] as const;

export function createHalves(root: HTMLElement, canvas: HTMLCanvasElement): Halves {
  let isOn = false;
  let side: Slot = 'a';
  const gone = new AbortController();
  /** Handed on already. */
  const own = new WeakSet<Event>();

  const handOn = (event: Event): void => {
    if (!isOn || event.target !== canvas || own.has(event) || !(event instanceof MouseEvent)) return;
    const box = canvas.getBoundingClientRect();
    const x = event.clientX - box.left;
    // A drag stays in the half that it began in.
    if (event.buttons === 0 || event.type === 'pointerdown' || event.type === 'wheel') side = x < box.width / 2 ? 'a' : 'b';
    const copy = copyOf(event, box.left + 2 * (x - (side === 'b' ? box.width / 2 : 0)));
    own.add(copy);
    event.stopImmediatePropagation();
    if (!canvas.dispatchEvent(copy)) event.preventDefault();
  };
  for (const kind of KINDS) root.addEventListener(kind, handOn, { capture: true, passive: false, signal: gone.signal });

  return {
    set: (on) => void (isOn = on),
    fit({ camera: { frustum } }) {
      const aspect = canvas.clientWidth / Math.max(1, canvas.clientHeight) / (isOn ? 2 : 1);
      if ('aspectRatio' in frustum && frustum.aspectRatio !== aspect) frustum.aspectRatio = aspect;
    },
    seen: (x) => (isOn ? { x: x / 2, onMap: x / 2 + (side === 'b' ? canvas.clientWidth / 2 : 0) } : { x, onMap: x }),
    destroy: () => gone.abort(),
  };
}

function copyOf(event: MouseEvent, clientX: number): MouseEvent {
  const { clientY, button, buttons, ctrlKey, shiftKey, altKey, metaKey, detail } = event;
  const common = { bubbles: true, cancelable: true, composed: true, clientX, clientY, button, buttons, ctrlKey, shiftKey, altKey, metaKey, detail };
  if (event instanceof WheelEvent) return new WheelEvent(event.type, { ...common, deltaX: event.deltaX, deltaY: event.deltaY, deltaZ: event.deltaZ, deltaMode: event.deltaMode });
  if (!(event instanceof PointerEvent)) return new MouseEvent(event.type, common);
  const { pointerId, pointerType, isPrimary, width, height, pressure } = event;
  return new PointerEvent(event.type, { ...common, pointerId, pointerType, isPrimary, width, height, pressure });
}
