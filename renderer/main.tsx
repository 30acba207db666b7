/** Starts the page. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/noto-sans-sc/wght.css';
import '@blueprintjs/core/lib/css/blueprint.css';
import './style/tokens.css';
import './style/blueprint.css';
import './style/screen.css';
import './style/bar.css';
import './style/rail.css';
import './style/map.css';
import './style/context.css';
import './style/card.css';
import './style/tools.css';
import './style/compare.css';
import './style/timeline.css';
import { FocusStyleManager } from '@blueprintjs/core';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { followCity } from './contextLayers.ts';
import { listenToKeys } from './commands/keys.ts';
import { startLanguages } from './i18n/i18n.ts';
import { followAddress, pick } from './intents.ts';
import { keptLook } from './keptLook.ts';
import { keptCoverage, keptRamps } from './legendIntents.ts';
import { keepMissed } from './missed.ts';
import { keepPublished, publishClock } from './publish.ts';
import { followShapes } from './shapeIntents.ts';
import { openSession } from './session.ts';
import { useScreen } from './state/store.ts';
import { tendStrips } from './strips.ts';
import { listenToSeconds } from './widgets/ticks.ts';

const STRIPS_EVERY_S = 5;

openSession();
useScreen.setState({ language: startLanguages(), look: keptLook(), ramps: keptRamps(), coverage: keptCoverage() });
keepPublished();
keepMissed();
followCity();
followShapes(pick);
FocusStyleManager.onlyShowFocusOnTabs();
listenToKeys(window);
window.addEventListener('hashchange', followAddress);
let seconds = 0;
listenToSeconds(() => {
  publishClock(useScreen.getState());
  if (++seconds % STRIPS_EVERY_S === 0) tendStrips();
});
createRoot(document.getElementById('root')!).render(<App />);
