/** Heat and areas on ground and buildings: two slots, b over a, in the one pass that also makes sky and haze. */
import { Cartesian2, Cartesian3, Cartesian4, Color, Matrix4, PostProcessStage, type Scene } from '@cesium/engine';
import { SILENT_GREY } from '#layers/age.ts';
import { curvature, type EnuFrame } from '#layers/enu.ts';
import type { FieldGrid } from '#layers/heat/kernel.ts';
import type { FieldPaint } from '#layers/heat/paint.ts';
import { createTexture, type GpuTexture, type Image, type Texels } from './cesiumInternals.ts';
import { fromSums } from '#layers/difference/field.ts';
import { dividerOf } from './divided.ts';
import { surfaceShader, type CoverKind } from './surface.glsl.ts';
import type { Look } from './looks/look.ts';
import type { Division, Slot } from './types.ts';

/** What lies in one slot: a field image or an area index, and the colours that it looks up. */
export type Cover = { field: Image; look: Image } & (
  /** `box`: south-west corner and size in ENU metres. */
  | { kind: 'areas'; box: { west: number; south: number; width: number; height: number } }
  /** `contours`: a line's value, how far apart lines are, and thresholds, as the field holds values. */
  | { kind: 'field'; grid: FieldGrid; paint: FieldPaint; sigma: number; contours: Contours | null }
);

/** `thresholds`: four, blue to red; those that there are not lie beyond all values. */
export interface Contours { first: number; step: number; thresholds: readonly [number, number, number, number] }

export interface Drape {
  set(slot: Slot, cover: Cover): void;
  clear(slot: Slot): void;
  /** Replaces the bytes of a slot's field or look of unchanged size. */
  update(slot: Slot, part: 'field' | 'look', bytes: Texels): void;
  has(slot: Slot): boolean;
  /** True where the next picture needs more than a repaint: another shader. Asking resets it. */
  changed(): boolean;
  /** How far one sees, and how wide hatching is, follow the camera: its height in metres, and metres per pixel. */
  atScale(height: number, metresPerPixel: number): void;
  setLook(look: Look): void;
  /** Data in its legend's own colours: opaque where it is supported, without light and haze. */
  setUnlit(unlit: boolean): void;
  /** How both slots share the map; null: b lies over a. */
  divide(division: Division | null): void;
  /** The colours that two fields' difference is drawn in, as `lut` of a scale that ends at `high`. */
  setDifference(lut: Uint8Array, high: number): void;
  destroy(): void;
}

/** `box` as `boxOf` makes it; `stops`: of a field's scale. */
interface Held { kind: CoverKind; box: Cartesian4; stops: Matrix4; from: Cartesian2; every: Cartesian2; marks: Cartesian4; field: GpuTexture; look: GpuTexture }

const rgbOf = (css: string): Cartesian3 => {
  const { red, green, blue } = Color.fromCssColorString(css);
  return new Cartesian3(red, green, blue);
};

/** A look as the shader takes it: made once, read in every pass. */
const colouredBy = (look: Look) => ({
  zenith: new Cartesian3(...look.zenith), horizon: new Cartesian3(...look.horizon), accent: new Cartesian3(...look.accent), water: rgbOf(look.ground.water),
});

/** As the shader takes it: corner, then how much of it a metre is; of a field the last says whether it is a density. */
const boxOf = (cover: Cover): Cartesian4 => {
  if (cover.kind === 'areas') return new Cartesian4(cover.box.west, cover.box.south, 1 / cover.box.width, 1 / cover.box.height);
  return new Cartesian4(cover.grid.x0, cover.grid.y0, 1 / cover.grid.cell, cover.paint.isDensity ? 1 : 0);
};

export function createDrape(scene: Scene, frame: EnuFrame, first: Look): Drape {
  let look = first;
  let colours = colouredBy(look);
  const held: Record<Slot, Held | null> = { a: null, b: null };
  const eyeToEnu = new Matrix4();
  const enuToEarth = Matrix4.fromArray(Array.from(frame.toEarth));
  const radii = curvature(frame);
  let [haze, hatch, unlit] = [100_000, 200, false];
  const always = {
    u_eyeToEnu: () => Matrix4.inverse(Matrix4.multiplyTransformation(scene.camera.viewMatrix, enuToEarth, eyeToEnu), eyeToEnu),
    u_hazeMetres: () => haze,
    u_zenith: () => colours.zenith,
    u_horizon: () => colours.horizon,
    u_accent: () => colours.accent,
  };
  const whenCovered = { u_halfCurvature: new Cartesian2(0.5 / radii.x, 0.5 / radii.y), u_hatchMetres: () => hatch, u_unlit: () => (unlit ? 1 : 0), u_dataOnWalls: () => look.dataOnWalls, u_water: () => colours.water, u_silentGrey: new Cartesian3(...SILENT_GREY.map((channel) => channel / 255)) };

  let division: Division | null = null;
  let difference: { look: GpuTexture; high: number } | null = null;
  const differenceOf = (): { look: GpuTexture; high: number } =>
    (difference ??= { look: createTexture(scene, { width: 256, height: 1, format: 'rgba', filter: 'nearest', bytes: new Uint8Array(1024) }), high: 1 });
  const whenDivided = (way: Division['way']): Record<string, () => unknown> => {
    if (way !== 'difference') return { u_divider: () => Math.floor(dividerOf(division) * scene.drawingBufferWidth) };
    const isField = kindOf('a') === 'field' && kindOf('b') === 'field';
    return isField ? { u_difference: () => differenceOf().look, u_high: () => differenceOf().high, u_fromA: () => held.a!.from, u_fromB: () => held.b!.from } : {};
  };

  const kindOf = (slot: Slot): CoverKind => held[slot]?.kind ?? 'none';
  let stage: PostProcessStage | null = null;
  let staged = '';
  let changed = true;
  /** Takes the shader that fits what lies in the slots. */
  const restage = (): void => {
    const way = division?.way ?? null;
    const wanted = `${kindOf('a')} ${kindOf('b')} ${way}`;
    if (wanted === staged) return;
    staged = wanted;
    changed = true;
    if (stage) scene.postProcessStages.remove(stage);
    const covers = (['a', 'b'] as const).filter((slot) => held[slot]).map((slot) => {
      const name = slot.toUpperCase();
      return { [`u_field${name}`]: () => held[slot]!.field, [`u_look${name}`]: () => held[slot]!.look, [`u_box${name}`]: () => held[slot]!.box, [`u_stops${name}`]: () => held[slot]!.stops, [`u_every${name}`]: () => held[slot]!.every, [`u_marks${name}`]: () => held[slot]!.marks };
    });
    stage = new PostProcessStage({
      fragmentShader: surfaceShader(kindOf('a'), kindOf('b'), way),
      uniforms: Object.assign({}, always, covers.length > 0 ? whenCovered : {}, covers.length > 0 && way !== null ? whenDivided(way) : {}, ...covers),
    });
    scene.postProcessStages.add(stage);
  };
  const clear = (slot: Slot): void => {
    held[slot]?.field.destroy();
    held[slot]?.look.destroy();
    held[slot] = null;
  };
  restage();

  return {
    clear(slot) {
      clear(slot);
      restage();
    },
    set(slot, cover) {
      clear(slot);
      const contours = cover.kind === 'field' ? cover.contours : null;
      held[slot] = {
        kind: contours ? 'contoured' : cover.kind, every: new Cartesian2(contours?.first ?? 0, contours?.step ?? 1), marks: new Cartesian4(...(contours?.thresholds ?? [0, 0, 0, 0])), box: boxOf(cover), field: createTexture(scene, cover.field), look: createTexture(scene, cover.look),
        from: cover.kind === 'field' ? new Cartesian2(...fromSums(cover.paint, cover.sigma)) : Cartesian2.ZERO,
        stops: cover.kind === 'field' ? Matrix4.fromArray(Array.from(cover.paint.stops)) : Matrix4.IDENTITY,
      };
      restage();
    },
    update(slot, part, bytes) {
      const texture = held[slot]?.[part];
      texture?.copyFrom({ source: { width: texture.width, height: texture.height, arrayBufferView: bytes } });
    },
    changed() {
      const was = changed;
      changed = false;
      return was;
    },
    has: (slot) => held[slot] !== null,
    atScale(height, metresPerPixel) {
      haze = (30_000 + 9 * height) * look.haze;
      // Stripes look alike at every scale; in steps, so that they do not swim while zooming.
      hatch = 2 ** Math.round(Math.log2(metresPerPixel * 9));
    },
    setLook(next) {
      look = next;
      colours = colouredBy(look);
    },
    divide(next) {
      division = next;
      restage();
    },
    setDifference(lut, high) {
      const { look: texture } = differenceOf();
      difference = { look: texture, high };
      texture.copyFrom({ source: { width: 256, height: 1, arrayBufferView: lut } });
    },
    setUnlit(next) {
      unlit = next;
    },
    destroy() {
      clear('a');
      clear('b');
      difference?.look.destroy();
    },
  };
}
