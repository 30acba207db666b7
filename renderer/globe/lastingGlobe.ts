/**
 * A globe that outlives its graphics context: a driver that restarts, a machine that sleeps. Cesium cannot go on with what
 * the card has forgotten, so another globe is built in the old one's place, with the same camera, language and selection.
 */
import { createGlobe } from './globe.ts';
import type { ContextDrawn } from './contextTypes.ts';
import type { CameraView, Globe, GlobeHandlers, GlobeOptions, Selected } from './types.ts';

export interface LastingOptions extends GlobeOptions {
  /** After `lost`: a new globe stands there, with empty slots. */
  handlers: GlobeHandlers & { rebuilt(): void };
}

/** Before the first try, and at the longest between two, ms; a globe that held for longer starts at the first again. */
const FIRST_MS = 250;
const LONGEST_MS = 30_000;

/** As `createGlobe`; what is asked of it while no globe stands is remembered (language, selection) or passed over. */
export async function createLastingGlobe(container: HTMLElement, options: LastingOptions): Promise<Globe> {
  let { language, look, camera } = options;
  let selected: Selected | null = null;
  let context: readonly ContextDrawn[] = [];
  let current: Globe | null = null;
  /** Lost, and not yet cleared away. */
  let gone: Globe | null = null;
  let destroyed = false;
  let wait = FIRST_MS;
  let standsSince = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const build = (): Promise<Globe> =>
    createGlobe(container, {
      ...options, language, look, camera,
      handlers: {
        ...options.handlers,
        moved(view: CameraView, metresPerPixel: number) {
          camera = view;
          options.handlers.moved(view, metresPerPixel);
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
      built.setLanguage(language);
      built.setLook(look);
      built.setContext(context);
      built.select(selected);
      options.handlers.rebuilt();
    } catch {
      if (destroyed) return;
      wait = Math.min(LONGEST_MS, wait * 2);
      timer = setTimeout(() => void rebuild(), wait);
    }
  };

  stand(await build());
  return {
    setLanguage(next) {
      language = next;
      current?.setLanguage(next);
    },
    setLook(next) {
      look = next;
      current?.setLook(next);
    },
    setLayer: (slot, layer) => current?.setLayer(slot, layer),
    setFrame: (slot, frame, sequence) => current?.setFrame(slot, frame, sequence),
    setContext(next) {
      context = next;
      current?.setContext(next);
    },
    select(next) {
      selected = next;
      current?.select(next);
    },
    flyTo: (view, seconds) => current?.flyTo(view, seconds),
    home: () => current?.home(),
    destroy() {
      destroyed = true;
      clearTimeout(timer);
      clearAway();
      current?.destroy();
    },
  };
}
