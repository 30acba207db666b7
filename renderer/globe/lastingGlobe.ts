/**
 * A globe that outlives its graphics context: a driver that restarts, a machine that sleeps. Cesium cannot go on with what
 * the card has forgotten, so another globe is built in the old one's place, with the same camera and view.
 */
import { createGlobe } from './globe.ts';
import type { CameraView, Globe, GlobeHandlers, GlobeOptions } from './types.ts';

export interface LastingOptions extends GlobeOptions {
  /** After `lost`: a new globe stands there, with empty slots. */
  handlers: GlobeHandlers & { rebuilt(): void };
}

/** Before the first try, and at the longest between two, ms; a globe that held for longer starts at the first again. */
const FIRST_MS = 250;
const LONGEST_MS = 30_000;

/** As `createGlobe`; what is asked of it while no globe stands is remembered (the view) or passed over. */
export async function createLastingGlobe(container: HTMLElement, options: LastingOptions): Promise<Globe> {
  let { view, camera } = options;
  let current: Globe | null = null;
  /** Lost, and not yet cleared away. */
  let gone: Globe | null = null;
  let destroyed = false;
  let wait = FIRST_MS;
  let standsSince = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const build = (): Promise<Globe> =>
    createGlobe(container, {
      ...options, view, camera,
      handlers: {
        ...options.handlers,
        moved(now: CameraView, metresPerPixel: number) {
          camera = now;
          options.handlers.moved(now, metresPerPixel);
        },
        lost() {
          // Before its first picture it is no globe yet: whoever waits for it hears of it.
          if (!current) return;
          [current, gone] = [null, current];
          options.handlers.lost();
          wait = performance.now() - standsSince > LONGEST_MS ? FIRST_MS : Math.min(LONGEST_MS, wait * 2);
          // Not while it is still telling of its end.
          timer = setTimeout(() => {
            clearAway();
            void rebuild();
          }, wait);
        },
      },
    });

  const clearAway = (): void => {
    gone?.destroy();
    gone = null;
  };

  const stand = (globe: Globe): void => {
    current = globe;
    standsSince = performance.now();
  };

  const rebuild = async (): Promise<void> => {
    try {
      const built = await build();
      if (destroyed) return built.destroy();
      stand(built);
      // It may have changed while the globe was built.
      built.show(view);
      options.handlers.rebuilt();
    } catch {
      if (destroyed) return;
      wait = Math.min(LONGEST_MS, wait * 2);
      timer = setTimeout(() => void rebuild(), wait);
    }
  };

  stand(await build());
  return {
    show(next) {
      view = { ...view, ...next };
      current?.show(next);
    },
    setLayer: (slot, layer) => current?.setLayer(slot, layer),
    setFrame: (slot, frame, sequence) => current?.setFrame(slot, frame, sequence),
    flyTo: (to, seconds) => current?.flyTo(to, seconds),
    home: () => current?.home(),
    seen: (slot) => current?.seen(slot) ?? [],
    between: (from, to) => current?.between(from, to) ?? Promise.reject(new Error('There is no picture to look in.')),
    destroy() {
      destroyed = true;
      clearTimeout(timer);
      clearAway();
      current?.destroy();
    },
  };
}
