/** Who draws when: one loop for Cesium's pictures and for what goes with each of them in the same task. */
import type { CesiumWidget } from '@cesium/engine';
import type { EnuFrame } from '#layers/enu.ts';
import { keepAboveGround, metresPerPixel, poseOf } from './camera.ts';
import type { Capability } from './capability.ts';
import { repaint } from './cesiumInternals.ts';
import { createLoop } from './loop.ts';
import { projectionOf, type Projection } from './projection.ts';
import { createSharpness } from './sharpness.ts';

/** Something that has a share in the picture. Scales are metres per pixel. */
export interface Part {
  /** Before each tick, whether it draws a picture or not. */
  before?(scale: number): void;
  /** With each picture, and where only what lies over it changed. */
  draw?(view: Projection, scale: number): void;
  /** True while more comes by itself. */
  pending?(): boolean;
  /** The next pictures will not last: fewer things will do. */
  setCoarse?(coarse: boolean): void;
}

export interface Pictures {
  /** Parts take their turns in the order in which they are added. */
  add(part: Part): void;
  /** Another picture of everything. */
  request(): void;
  /** What lies over the picture is placed again; the picture stays. */
  requestOverlay(): void;
  /** The last passes run again over the picture that there is. */
  requestRepaint(): void;
  /** The picture is moved by somebody for so many milliseconds. */
  wake(milliseconds: number): void;
  /** Resolves with the first picture; rejects where `stop` comes first. */
  begun: Promise<void>;
  /** There will be no more pictures. */
  stop(reason: Error): void;
}

export interface PicturesOptions {
  widget: CesiumWidget;
  enu: EnuFrame;
  capability: Capability;
  /** Before each picture, once its size is known. */
  fit(scene: CesiumWidget['scene']): void;
  /** The camera stands elsewhere, or the picture has another size. */
  moved(scale: number): void;
}

export function createPictures({ widget, enu, capability, fit, moved: tellMoved }: PicturesOptions): Pictures {
  const { scene } = widget;
  const parts: Part[] = [];
  let [stopped, overlayDirty, surfaceDirty, pictures, lastPose] = [false, false, false, 0, ''];
  let [began, refuse] = [(): void => undefined, (_reason: Error): void => undefined];
  const begun = new Promise<void>((resolve, reject) => { [began, refuse] = [resolve, reject]; });
  scene.postRender.addEventListener(() => {
    pictures++;
    began();
  });

  const sharpness = createSharpness((coarse) => {
    widget.resolutionScale = coarse ? capability.movingResolution : 1;
    for (const part of parts) part.setCoarse?.(coarse);
  });
  const hasMoved = (): boolean => {
    const pose = poseOf(scene);
    const moved = pose !== lastPose;
    lastPose = pose;
    return moved;
  };

  const loop = createLoop(() => {
    if (stopped) return false;
    keepAboveGround(scene);
    const scale = metresPerPixel(scene);
    for (const part of parts) part.before?.(scale);
    const before = pictures;
    widget.resize();
    fit(scene);
    widget.render();
    const drew = pictures !== before;
    if (!drew && surfaceDirty && !repaint(scene)) {
      scene.requestRender();
      return true;
    }
    surfaceDirty = false;
    if (drew || overlayDirty) {
      overlayDirty = false;
      const view = projectionOf(scene, enu);
      for (const part of parts) part.draw?.(view, scale);
    }
    const moved = hasMoved();
    if (capability.software && sharpness.after(moved, performance.now())) scene.requestRender();
    if (moved) tellMoved(scale);
    // That a picture was drawn is no reason to go on: in some poses Cesium's camera trembles in its last digit with every
    // look at it, and would be drawn for ever.
    return !stopped && (moved || sharpness.coarse() || parts.some((part) => part.pending?.() === true));
  });

  return {
    add: (part) => void parts.push(part),
    request() {
      if (stopped) return;
      scene.requestRender();
      overlayDirty = true;
      loop.wake();
    },
    requestOverlay() {
      if (stopped) return;
      overlayDirty = true;
      loop.wake();
    },
    requestRepaint() {
      if (stopped) return;
      surfaceDirty = true;
      loop.wake();
    },
    wake(milliseconds) {
      if (!stopped) loop.wake(milliseconds);
    },
    begun,
    stop(reason) {
      stopped = true;
      loop.destroy();
      refuse(reason);
    },
  };
}
