import { glyphOf } from '#layers/signs/glyphs.ts';

/** A layer's sign, as the map draws it. Decoration: what it means is said beside it. */
export function SignIcon({ name, size = 16 }: { name: string; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth={1.4} strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={glyphOf(name)} />
    </svg>
  );
}
