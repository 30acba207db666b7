/** The page's own small set of icons, 16 × 16, drawn in the colour of the text beside them. */
const PATHS = {
  play: 'M4 2.5v11l9.5-5.5z',
  pause: 'M4 2.5h3v11H4zM9 2.5h3v11H9z',
  stepBack: 'M12.5 3v10L5.5 8zM3 3h2v10H3z',
  stepForward: 'M3.5 3v10l7-5zM11 3h2v10h-2z',
  periodBack: 'M14.5 3v10L8.5 8zM8 3v10L2 8z',
  periodOn: 'M1.5 3v10l6-5zM8 3v10l6-5z',
  momentBack: 'M6.4 3.4L1.8 8l4.6 4.6l1.1-1.1L4 8l3.5-3.5zM11.5 4.4L15.1 8l-3.6 3.6L7.9 8z',
  momentOn: 'M9.6 3.4L14.2 8l-4.6 4.6l-1.1-1.1L12 8L8.5 4.5zM4.5 4.4L8.1 8l-3.6 3.6L.9 8z',
  markIn: 'M4 2.5h6V4H5.6v8H10v1.5H4z',
  markOut: 'M12 2.5H6V4h4.4v8H6v1.5h6z',
  loop: 'M4.5 3.5h5V1.2L13.2 4.2L9.5 7.2V5h-5A1.5 1.5 0 0 0 3 6.5V8H1.5V6.5a3 3 0 0 1 3-3zM11.5 12.5h-5v2.3L2.8 11.8L6.5 8.8V11h5A1.5 1.5 0 0 0 13 9.5V8h1.5v1.5a3 3 0 0 1-3 3z',
  live: 'M8 2a6 6 0 1 1-5.66 4H4.5A4 4 0 1 0 8 4v2.5L4 3.25L8 0z',
  search: 'M7 1.5a5.5 5.5 0 0 1 4.38 8.82l3.3 3.3l-1.06 1.06l-3.3-3.3A5.5 5.5 0 1 1 7 1.5zm0 1.5a4 4 0 1 0 0 8a4 4 0 0 0 0-8z',
  close: 'M3.5 2.4L8 6.9l4.5-4.5l1.1 1.1L9.1 8l4.5 4.5l-1.1 1.1L8 9.1l-4.5 4.5l-1.1-1.1L6.9 8L2.4 3.5z',
  plus: 'M7.2 2.5h1.6v4.7h4.7v1.6H8.8v4.7H7.2V8.8H2.5V7.2h4.7z',
  minus: 'M2.5 7.2h11v1.6h-11z',
  chevron: 'M5.5 2.8L10.7 8l-5.2 5.2l-1.1-1.1L8.5 8L4.4 3.9z',
  home: 'M8 1.8l6.5 5.7l-1 1.1l-.9-.8V14H9.3v-4H6.7v4H3.4V7.8l-.9.8l-1-1.1z',
  north: 'M8 1l4.5 13L8 11.2L3.5 14z',
  feeds: 'M8 6.2a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 0 1 0-3.6zM4.1 4.1l1.1 1.1a4 4 0 0 0 0 5.6l-1.1 1.1a5.5 5.5 0 0 1 0-7.8zm7.8 0a5.5 5.5 0 0 1 0 7.8l-1.1-1.1a4 4 0 0 0 0-5.6z',
  unlit: 'M8 1.5A5.5 5.5 0 0 1 8 14.5A2 2 0 0 1 6.6 11.1A1.6 1.6 0 0 0 5.4 8.5H3.2A1.7 1.7 0 0 1 1.5 6.7A6.6 5.4 0 0 1 8 1.5zM5 4.2a1.1 1.1 0 1 0 0 2.2a1.1 1.1 0 0 0 0-2.2zm3.6-1.1a1.1 1.1 0 1 0 0 2.2a1.1 1.1 0 0 0 0-2.2zm2.9 2.8a1.1 1.1 0 1 0 0 2.2a1.1 1.1 0 0 0 0-2.2z',
  compare: 'M2 3h5V1.5h1.5v13H7V13H2zM3.5 4.5v7H7v-7zM10 3h4v10h-4v-1.5h2.5v-7H10z',
  warning: 'M8 1.5L15.3 14H.7zM7.2 6v4h1.6V6zm0 5v1.6h1.6V11z',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration: what it means is said by the control that it stands on. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return <PathIcon path={PATHS[name]} size={size} />;
}

/** As `Icon`, of a path that is kept elsewhere. */
export function PathIcon({ path, size = 16 }: { path: string; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" fill="currentColor" fillRule="evenodd" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
