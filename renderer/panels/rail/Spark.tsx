import { memo, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { listenToStrip, stripOf, wantStrip } from '../../strips.ts';
import { sparkPath } from './sparkPath.ts';

const WIDTH = 64;
const HEIGHT = 16;

/** The last 24 hours in one line, asked for when the row comes into sight. Decoration: the timeline has the same with its scale. */
export const Spark = memo(function Spark({ code }: { code: string }) {
  const box = useRef<SVGSVGElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => setSeen(entries.at(-1)!.isIntersecting), { rootMargin: '64px' });
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => (seen ? wantStrip(code) : undefined), [seen, code]);
  const strip = useSyncExternalStore((listener) => listenToStrip(code, listener), () => stripOf(code));
  return (
    <svg ref={box} className="spark" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {strip && <path d={sparkPath(strip, WIDTH, HEIGHT)} />}
    </svg>
  );
});
