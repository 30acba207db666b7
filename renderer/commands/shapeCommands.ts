/** The commands that draw and measure. */
import { endShape, takeTool, undoPoint } from '../shapeIntents.ts';
import { SHAPE_KINDS, type ShapeKind } from '../shapes/shape.ts';
import { useScreen } from '../state/store.ts';
import type { Command } from './registry.ts';

/** In the order of the strip: what chooses ground, then what measures. */
export const TOOLS = SHAPE_KINDS;
export type ShapeCommandId = `draw-${ShapeKind}` | 'undoPoint' | 'endShape' | 'shapes';

const KEYS: Record<ShapeKind, readonly string[]> = {
  polygon: ['p', 'P'], lasso: ['w', 'W'], circle: ['a', 'A'], buffer: ['b', 'B'], distance: ['d', 'D'], height: ['e', 'E'], sight: ['v', 'V'], nearest: ['f', 'F'],
};

export const SHAPE_COMMANDS: readonly Command[] = [
  ...TOOLS.map((kind): Command => ({ id: `draw-${kind}`, keys: KEYS[kind], run: () => takeTool(kind) })),
  { id: 'undoPoint', keys: ['Backspace'], run: undoPoint },
  { id: 'endShape', keys: ['Enter'], run: endShape },
  { id: 'shapes', keys: [], run: () => useScreen.setState(({ shapesOpen }) => ({ shapesOpen: !shapesOpen })) },
];
