/** The page that `npm run bench -- globe` measures in: the product's globe or a bare Cesium, whichever the bench starts. */
import { moveAlong } from './instruments.ts';
import { createAlone, type Alone } from './cesium.ts';
import { createScrub } from './scrub.ts';
import { createTwin, type Twin } from './twin.ts';

const container = document.querySelector<HTMLElement>('#globe')!;
const cityUrl = new URL('./city/shanghai', location.href).href;
let [twin, alone, scrub]: [Twin | null, Alone | null, ((frames: number) => Promise<void>) | null] = [null, null, null];
let code = '';

window.bench = {
  async startTwin(indicator) {
    code = indicator.code;
    twin = await createTwin(container, cityUrl, indicator);
  },
  async startCesium() {
    alone = await createAlone(container, cityUrl);
  },
  layOnTwin: (on) => twin!.lay(on),
  layOnCesium: (on) => alone!.lay(on),
  move: (pictures) => moveAlong((view) => (twin ? twin.globe.flyTo(view, 0) : alone!.look(view)), pictures),
  change: (times) => twin!.change(times),
  async scrub(frames) {
    scrub ??= await createScrub(twin!, code, 100_000);
    await scrub(frames);
  },
};
document.documentElement.dataset.bench = 'ready';
