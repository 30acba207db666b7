/** The product's own globe, with layers and frames as the page's desk would give them. */
import type { Indicator } from '#contract/catalogue.ts';
import { createGlobe } from '../../../renderer/globe/globe.ts';
import type { Globe, GlobeHandlers, PlaceSet } from '../../../renderer/globe/types.ts';
import { rest, spent, worker } from './instruments.ts';
import { frameOf, placesOf } from './sites.ts';
import type { Changed, OnTwin } from './subject.ts';

export interface Twin {
  globe: Globe;
  lay(on: OnTwin): Promise<void>;
  change(times: number): Promise<Changed[]>;
  /** Resolves when the globe says that this ticket is on the screen. */
  drawn(ticket: number): Promise<void>;
}

const nothing = (): void => undefined;
const fail = (reason: unknown): never => { throw new Error(`the twin could not be drawn: ${JSON.stringify(reason)}`); };

export async function createTwin(container: HTMLElement, cityUrl: string, indicator: Indicator): Promise<Twin> {
  const waiting = new Map<number, () => void>();
  let stood = nothing;
  const standing = new Promise<void>((resolve) => { stood = resolve; });
  const handlers: GlobeHandlers = {
    picked: nothing, hovered: nothing, penned: nothing, stretched: nothing, heldBack: nothing, contextDrawn: nothing, moved: nothing, differenceScaled: nothing,
    drawn: (_slot, ticket) => waiting.get(ticket)?.(),
    cityReady: () => stood(), cityFailed: fail, layerFailed: (_slot, failure) => fail(failure), lost: () => fail('lost'),
  };
  const view = { language: 'zh', look: 'dark', unlit: false, trait: null, context: [], selected: null, drawn: [], pen: null, division: null } as const;
  const globe = await createGlobe(container, { cityUrl, view, handlers });
  await standing;
  await rest();

  const sets = new Map<number, PlaceSet>();
  let ticket = 0;
  let on: NonNullable<OnTwin> | null = null;
  const drawn = (one: number): Promise<void> => new Promise((resolve) => waiting.set(one, resolve));
  const put = async (): Promise<void> => {
    const seen = drawn(++ticket);
    globe.setFrame('a', frameOf(indicator.code, on!.sites, ticket), ticket);
    await seen;
  };

  const change = async (): Promise<Omit<Changed, 'upload' | 'texels'>> => {
    const frame = frameOf(indicator.code, on!.sites, ++ticket);
    await rest();
    const before = spent.script;
    const seen = drawn(ticket);
    const began = performance.now();
    globe.setFrame('a', frame, ticket);
    const hand = performance.now() - began;
    await seen;
    return { hand, take: worker.taken, paint: spent.script - before, worker: worker.trip };
  };

  return {
    globe, drawn,
    async lay(next) {
      on = next;
      if (next === null) globe.setLayer('a', null);
      else {
        const places = sets.get(next.sites) ?? placesOf(indicator.code, next.sites);
        sets.set(next.sites, places);
        globe.setLayer('a', { indicator, form: next.form, places, write: String });
        await put();
      }
      await rest();
    },
    async change(times) {
      const upload = uploader(...worker.texels);
      const all: Changed[] = [];
      for (let k = 0; k < times; k++) all.push({ ...(await change()), upload: upload(), texels: worker.texels });
      return all;
    },
  };
}

/** Of a texture of so many texels of four floats in a context of its own: milliseconds of one upload, on this thread. */
function uploader(width: number, height: number): () => number {
  const gl = document.createElement('canvas').getContext('webgl2')!;
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32F, width, height);
  const bytes = new Float32Array(width * height * 4).fill(1);
  return () => {
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    const began = performance.now();
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RGBA, gl.FLOAT, bytes);
    return performance.now() - began;
  };
}
