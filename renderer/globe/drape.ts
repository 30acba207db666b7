/** Heat and areas on ground and buildings: two slots, b over a, in the one pass that also makes sky and haze. */
import { Cartesian2, Cartesian3, Cartesian4, Matrix4, PostProcessStage, type Scene } from '@cesium/engine';
import { curvature, type EnuFrame } from '#layers/enu.ts';
import { createTexture, type GpuTexture, type Image } from './cesiumInternals.ts';
import { SURFACE_SHADER } from './surface.glsl.ts';
import { THEME } from './theme.ts';
import type { Slot } from './types.ts';

/** What lies in one slot: a field image or an area index, and the colours that it looks up. */
export interface Cover {
  kind: 'field' | 'areas';
  /** South-west corner and size in ENU metres. */
  box: { west: number; south: number; width: number; height: number };
  field: Image;
  look: Image;
}

export interface Drape {
  set(slot: Slot, cover: Cover): void;
  clear(slot: Slot): void;
  /** Replaces the bytes of a slot's field or look of unchanged size. */
  update(slot: Slot, part: 'field' | 'look', bytes: Uint8Array): void;
  has(slot: Slot): boolean;
  /** Distances that follow the camera: how far one sees, and how wide hatching is, in metres. */
  setDistances(haze: number, hatch: number): void;
  destroy(): void;
}

interface Held { kind: number; box: Cartesian4; field: GpuTexture; look: GpuTexture }

export function createDrape(scene: Scene, frame: EnuFrame): Drape {
  const blank = createTexture(scene, { width: 1, height: 1, format: 'rgba', filter: 'nearest', bytes: new Uint8Array(4) });
  const held: Record<Slot, Held | null> = { a: null, b: null };
  const nowhere = new Cartesian4(0, 0, 0, 0);
  const kinds = new Cartesian2();
  const eyeToEnu = new Matrix4();
  const enuToEarth = Matrix4.fromArray(Array.from(frame.toEarth));
  const radii = curvature(frame);
  let [haze, hatch] = [100_000, 200];

  const stage = new PostProcessStage({
    name: 'chengmai_surface',
    fragmentShader: SURFACE_SHADER,
    uniforms: {
      u_fieldA: () => held.a?.field ?? blank,
      u_lookA: () => held.a?.look ?? blank,
      u_fieldB: () => held.b?.field ?? blank,
      u_lookB: () => held.b?.look ?? blank,
      u_kinds: () => Cartesian2.fromElements(held.a?.kind ?? 0, held.b?.kind ?? 0, kinds),
      u_boxA: () => held.a?.box ?? nowhere,
      u_boxB: () => held.b?.box ?? nowhere,
      u_eyeToEnu: () => Matrix4.inverse(Matrix4.multiplyTransformation(scene.camera.viewMatrix, enuToEarth, eyeToEnu), eyeToEnu),
      u_halfCurvature: new Cartesian2(0.5 / radii.x, 0.5 / radii.y),
      u_hazeMetres: () => haze,
      u_hatchMetres: () => hatch,
      u_zenith: new Cartesian3(...THEME.zenith),
      u_horizon: new Cartesian3(...THEME.horizon),
    },
  });
  scene.postProcessStages.add(stage);

  const clear = (slot: Slot): void => {
    held[slot]?.field.destroy();
    held[slot]?.look.destroy();
    held[slot] = null;
  };
  return {
    clear,
    set(slot, { kind, box, field, look }) {
      clear(slot);
      held[slot] = {
        kind: kind === 'field' ? 1 : 2,
        box: new Cartesian4(box.west, box.south, 1 / box.width, 1 / box.height),
        field: createTexture(scene, field),
        look: createTexture(scene, look),
      };
    },
    update(slot, part, bytes) {
      const texture = held[slot]?.[part];
      texture?.copyFrom({ source: { width: texture.width, height: texture.height, arrayBufferView: bytes } });
    },
    has: (slot) => held[slot] !== null,
    setDistances(hazeMetres, hatchMetres) {
      [haze, hatch] = [hazeMetres, hatchMetres];
    },
    destroy() {
      clear('a');
      clear('b');
      blank.destroy();
    },
  };
}
