/** An icon of strokes, in the colour of the text beside it. Decoration: what it means is said by the control that it stands on. */
export function StrokeIcon({ path, size = 16 }: { path: string; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth={1.4} strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
