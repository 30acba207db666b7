import { Card } from './panels/card/Card.tsx';
import { Rail } from './panels/rail/Rail.tsx';
import { Timeline } from './panels/timeline/Timeline.tsx';
import { TopBar } from './panels/bar/TopBar.tsx';
import { Twin } from './panels/map/Twin.tsx';

/** The screen: bar, rail, twin, card, timeline. */
export function App() {
  return (
    <div className="screen">
      <TopBar />
      <Rail />
      <Twin />
      <Card />
      <Timeline />
    </div>
  );
}
