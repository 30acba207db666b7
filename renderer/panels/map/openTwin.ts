/** Opens the globe of one city in an element and ties it to store, frames and intents. */
import { addressed } from '../../address.ts';
import type { Globe, Pick } from '../../globe/types.ts';
import { attachContext } from '../../contextLayers.ts';
import { holdGlobe, pick } from '../../intents.ts';
import { attachGlobe, frameDesk, layerFailed } from '../../picture.ts';
import { attachShapes, penned } from '../../shapeIntents.ts';
import { publishSign } from '../../publish.ts';
import { divisionOf } from '../../state/comparison.ts';
import { useScreen } from '../../state/store.ts';

/** The readout follows the camera at most so often, ms. */
const CAMERA_MS = 250;

/** Asked for at once, so that it loads beside everything else. */
const loading = import('../../globe/lastingGlobe.ts');

/** Returns the function that closes it; `failed` hears why no globe could be opened. */
export function openTwin(container: HTMLElement, cityUrl: string, failed: (reason: string) => void): () => void {
  let globe: Globe | null = null;
  let closed = false;
  let cameraTimer = 0;
  let hoverTimer = 0;
  const hovered = (hit: Pick | null, x: number, y: number): void => {
    cancelAnimationFrame(hoverTimer);
    hoverTimer = requestAnimationFrame(() => useScreen.setState({ hovered: hit && (hit.kind !== 'ground' || hit.fields.length > 0) ? { pick: hit, x, y } : null }));
  };
  loading
    .then(({ createLastingGlobe }) => {
      if (closed) return null;
      return createLastingGlobe(container, {
        cityUrl,
        view: { language: useScreen.getState().language, look: useScreen.getState().look, unlit: useScreen.getState().unlit, trait: useScreen.getState().trait, context: [], selected: null, drawn: [], pen: null, division: divisionOf(useScreen.getState().comparison) },
        camera: addressed().camera,
        handlers: {
          picked: pick,
          hovered,
          penned,
          stretched: (slot, reach) => useScreen.setState(({ reach: before }) => ({ reach: { ...before, [slot]: reach } })),
          drawn: (slot, sequence) => frameDesk.drawn(slot, sequence),
          heldBack: (slot, sequence) => frameDesk.heldBack(slot, sequence),
          cityReady: () => useScreen.setState({ twin: 'there' }),
          cityFailed: ({ part, detail }) => useScreen.setState(({ cityFailures }) => ({ cityFailures: { [part]: detail, ...cityFailures } })),
          contextDrawn: publishSign,
          layerFailed,
          differenceScaled: (difference) => useScreen.setState({ difference }),
          lost() {
            // Frames wait until there is something to draw them on: none is told as drawn meanwhile.
            attachGlobe(null);
            useScreen.setState({ twin: 'lost', cityFailures: {}, hovered: null });
          },
          rebuilt() {
            useScreen.setState({ twin: 'loading' });
            attachGlobe(globe);
          },
          moved(view, metresPerPixel) {
            clearTimeout(cameraTimer);
            cameraTimer = window.setTimeout(() => useScreen.setState({ camera: { view, metresPerPixel } }), CAMERA_MS);
          },
        },
      });
    })
    .then(
      (created) => {
        if (!created) return;
        if (closed) return created.destroy();
        globe = created;
        globe.show({ language: useScreen.getState().language, look: useScreen.getState().look, unlit: useScreen.getState().unlit, trait: useScreen.getState().trait, division: divisionOf(useScreen.getState().comparison) });
        holdGlobe(globe);
        attachGlobe(globe);
        attachContext(globe);
        attachShapes(globe);
      },
      (error: unknown) => {
        if (closed) return;
        useScreen.setState({ twin: 'failed' });
        failed(error instanceof Error ? error.message : String(error));
      },
    );
  return () => {
    closed = true;
    clearTimeout(cameraTimer);
    cancelAnimationFrame(hoverTimer);
    attachGlobe(null);
    attachContext(null);
    attachShapes(null);
    holdGlobe(null);
    useScreen.setState({ twin: 'loading', cityFailures: {}, camera: null, hovered: null });
    globe?.destroy();
  };
}
