/** The tools' own icons: strokes on a field of 16 × 16. */
import type { ShapeKind } from '../../shapes/shape.ts';

export const TOOL_ICONS: Record<ShapeKind, string> = {
  polygon: 'M3 5.5L9 2.5L13.5 7L11 13.5L4 12zM3 5.5m-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0M9 2.5m-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0M11 13.5m-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0',
  lasso: 'M8 10.5C4.4 10.5 1.8 8.9 1.8 6.6S4.4 2.5 8 2.5s6.2 1.8 6.2 4.1S11.6 10.5 8 10.5zM5 10.2c-1 .6-1.2 2 0 2.4s1.6 1 1 1.9',
  circle: 'M8 2.2a5.8 5.8 0 1 1 0 11.6a5.8 5.8 0 0 1 0-11.6zM8 8h5.8M8 8m-.6 0a.6.6 0 1 0 1.2 0a.6.6 0 1 0-1.2 0',
  buffer: 'M5.5 5.5h5v5h-5zM5 2.2h6A2.8 2.8 0 0 1 13.8 5v6a2.8 2.8 0 0 1-2.8 2.8H5A2.8 2.8 0 0 1 2.2 11V5A2.8 2.8 0 0 1 5 2.2z',
  distance: 'M2.2 11L11 2.2l2.8 2.8L5 13.8zM5 8.2l1.4 1.4M7 6.2l2 2M9 4.2l1.4 1.4',
  height: 'M4 13.8V2.2M2 4.2l2-2l2 2M2 11.8l2 2l2-2M8.5 13.8h5.5M9.5 13.8V5h3.5v8.8M10.8 7.2h.9M10.8 9.7h.9',
  sight: 'M1.5 8C3 5.2 5.3 3.8 8 3.8S13 5.2 14.5 8C13 10.8 10.7 12.2 8 12.2S3 10.8 1.5 8zM8 6.2a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 0 1 0-3.6z',
  nearest: 'M8 14.2C5.4 11.4 4 9.2 4 7.2a4 4 0 0 1 8 0c0 2-1.4 4.2-4 7zM8 5.8a1.4 1.4 0 1 1 0 2.8a1.4 1.4 0 0 1 0-2.8z',
};
export const LIST_ICON = 'M2 4h1M5.5 4H14M2 8h1M5.5 8H14M2 12h1M5.5 12H14';
export const EYE_ICON = TOOL_ICONS.sight;
