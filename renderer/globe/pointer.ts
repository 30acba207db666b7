/** The hand on the picture: tells clicks from drags, and hovering from passing through. */
export interface PointerHandlers {
  /** The picture is being moved: draw for so many milliseconds. */
  moving(milliseconds: number): void;
  /** Any touch anywhere on the page, by pointer or key. */
  touched(): void;
  hover(x: number, y: number): void;
  left(): void;
  click(x: number, y: number): void;
  /** A click with the right button. */
  otherClick(): void;
}

const CLICK_PIXELS = 4;
/** How long a movement may coast. */
const COAST_MS = 1_200;

/** Listens on `canvas`; hovering is told at most once in `hoverInterval` milliseconds. Returns the function that ends it. */
export function attachPointer(canvas: HTMLCanvasElement, hoverInterval: number, handlers: PointerHandlers): () => void {
  const gone = new AbortController();
  const options = { signal: gone.signal, passive: true } as const;
  let down: { x: number; y: number; moved: boolean; button: number } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let at = { x: 0, y: 0 };
  const stopHover = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  canvas.addEventListener('pointerdown', ({ offsetX: x, offsetY: y, button }) => {
    down = { x, y, moved: button === 1, button };
    stopHover();
    handlers.moving(COAST_MS);
  }, options);
  canvas.addEventListener('pointermove', ({ offsetX: x, offsetY: y, buttons }) => {
    at = { x, y };
    if (buttons !== 0) {
      if (down && Math.hypot(x - down.x, y - down.y) > CLICK_PIXELS) down.moved = true;
      handlers.moving(COAST_MS);
    } else {
      timer ??= setTimeout(() => {
        timer = null;
        handlers.hover(at.x, at.y);
      }, hoverInterval);
    }
  }, options);
  canvas.addEventListener('pointerup', ({ offsetX: x, offsetY: y }) => {
    if (down && !down.moved) {
      if (down.button === 0) handlers.click(x, y);
      else handlers.otherClick();
    }
    down = null;
    handlers.moving(COAST_MS);
  }, options);
  canvas.addEventListener('pointercancel', () => { down = null; }, options);
  canvas.addEventListener('pointerleave', () => {
    stopHover();
    handlers.left();
  }, options);
  canvas.addEventListener('wheel', () => handlers.moving(COAST_MS), options);

  const whole = { ...options, capture: true } as const;
  for (const type of ['pointerdown', 'wheel', 'keydown'] as const) document.addEventListener(type, handlers.touched, whole);
  document.addEventListener('pointermove', (event) => { if (event.buttons !== 0) handlers.touched(); }, whole);
  return () => {
    stopHover();
    gone.abort();
  };
}
