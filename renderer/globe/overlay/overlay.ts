/** A canvas over Cesium's where deck.gl draws columns and points, in the same task as Cesium and never on its own. */
import { Deck, type Layer } from '@deck.gl/core';
import { EnuView, enuViewState, type CameraMatrices } from './viewport.ts';

export interface Overlay {
  /** Resolves when the first layers can be drawn; rejects where no second context can be had. */
  ready: Promise<void>;
  /** Draws these layers through this camera now; of a picture that stands twice side by side each layer in the half of its slot, which its id ends with. */
  draw(layers: Layer[], camera: CameraMatrices & { copies: 1 | 2 }): void;
  destroy(): void;
}

/** The parts of deck.gl that a lockstep needs and that it declares protected. */
interface Driven { animationLoop: { stop(): void } | null; layerManager: { updateLayers(): void } | null }

const VIEWS = {
  1: [new EnuView({ id: 'enu' })],
  2: [new EnuView({ id: 'a', x: 0, width: '50%' }), new EnuView({ id: 'b', x: '50%', width: '50%' })],
};

/** `software`: nobody but the processor draws; symbols have soft edges of their own, and four samples a pixel would cost more than they do. */
export function createOverlay(container: HTMLElement, software: boolean, failed: (error: unknown) => void): Overlay {
  const canvas = document.createElement('canvas');
  canvas.className = 'globe-overlay';
  container.append(canvas);
  let resolve: (() => void) | null = null;
  let reject: ((error: Error) => void) | null = null;
  const ready = new Promise<void>((done, refuse) => { [resolve, reject] = [done, refuse]; });
  const deck = new Deck({
    canvas,
    width: '100%',
    height: '100%',
    useDevicePixels: true,
    views: VIEWS[1],
    layerFilter: ({ layer, viewport }) => viewport.id === 'enu' || layer.id.endsWith(`-${viewport.id}`),
    viewState: { enu: enuViewState({ view: IDENTITY, projection: IDENTITY, width: 1, height: 1 }) } as never,
    controller: null,
    layers: [],
    _pickable: false,
    deviceProps: { type: 'webgl', webgl: { antialias: !software, premultipliedAlpha: true } } as never,
    onLoad: () => {
      driven.animationLoop?.stop();
      resolve?.();
    },
    onError: (error) => {
      reject?.(error);
      failed(error);
    },
  });
  const driven = deck as unknown as Driven;
  return {
    ready,
    draw(layers, camera) {
      if (!deck.isInitialized) return;
      const state = enuViewState(camera);
      deck.setProps({ layers, views: VIEWS[camera.copies], viewState: { enu: state, a: state, b: state } as never });
      driven.layerManager?.updateLayers();
      deck.redraw('frame');
    },
    destroy() {
      deck.finalize();
      canvas.remove();
    },
  };
}

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
