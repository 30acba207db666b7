/**
 * Which colour each building takes. A building carries the number of its place (a cell, an area, a class) in its batch colour, written once
 * when its tile comes; the colours of all places are one small texture that the shader looks up. New values replace the texture alone.
 */
import { Color, TextureUniform, type Cesium3DTileContent, type Cesium3DTileFeature, type Cesium3DTileset, type CustomShader } from '@cesium/engine';
import { LOOKUP_WIDTH } from '#layers/choropleth/colours.ts';

/** The number of a building's place, −1 where it has none; `get` reads one of its properties. */
export interface Numbering {
  /** Equal keys number alike: nothing is written again. */
  key: string;
  numberOf(get: (property: string) => unknown): number;
}

export interface BuildingPaint {
  /** Null: buildings have their own colours. */
  number(numbering: Numbering | null): void;
  /** RGBA by number, rows of `LOOKUP_WIDTH`, of `areaColours`. */
  colour(colours: Uint8Array): void;
  /** The building with this id is marked, whatever its colour; null marks none. */
  mark(id: string | null): void;
  /** Writes numbers for some milliseconds; true while there are more to write. */
  work(): boolean;
  pending(): boolean;
}

/** Multiplied with what the shader says. Nothing else in the picture lacks green: the last pass knows what is marked by that. */
const MARKED = Color.RED;
/** Main thread for numbers before each picture, ms. */
const WORK_MS = 4;
const NOTHING: Numbering = { key: '', numberOf: () => -1 };

/** Three digits to the base 128 in the upper half of each channel: the shader's colour is divided by them again, so none may be near 0. */
function coded(number: number, result: Color): Color {
  if (number < 0) return Color.clone(Color.WHITE, result);
  return Color.fromBytes(128 + (number & 127), 128 + ((number >> 7) & 127), 128 + ((number >> 14) & 127), 255, result);
}

/** `tinted`: the shader that looks colours up; it stands on the tileset only while there is something to look up. */
export function createBuildingPaint(tileset: Cesium3DTileset, plain: CustomShader, tinted: () => CustomShader, changed: () => void): BuildingPaint {
  const loaded = new Map<Cesium3DTileContent, string>();
  /** A building that shows more from near is in two tiles. */
  const painted = new Map<Cesium3DTileContent, Cesium3DTileFeature>();
  const queue: Cesium3DTileContent[] = [];
  const colour = new Color();
  let numbering = NOTHING;
  let marked: string | null = null;

  const own = (feature: Cesium3DTileFeature): Color => coded(numbering.numberOf((property) => feature.getProperty(property)), colour);
  const write = (content: Cesium3DTileContent): void => {
    for (let i = 0; i < content.featuresLength; i++) {
      const feature = content.getFeature(i);
      if (painted.get(content) !== feature) feature.color = own(feature);
    }
    loaded.set(content, numbering.key);
  };
  const paintMark = (content: Cesium3DTileContent): void => {
    for (let i = 0; i < content.featuresLength; i++) {
      const feature = content.getFeature(i);
      if (feature.getProperty('id') !== marked) continue;
      feature.color = MARKED;
      painted.set(content, feature);
      changed();
      return;
    }
  };
  tileset.tileLoad.addEventListener(({ content }: { content: Cesium3DTileContent }) => {
    loaded.set(content, '');
    if (numbering.key !== '') queue.push(content);
    if (marked !== null) paintMark(content);
  });
  tileset.tileUnload.addEventListener(({ content }: { content: Cesium3DTileContent }) => {
    loaded.delete(content);
    painted.delete(content);
  });

  return {
    number(next) {
      const wanted = next ?? NOTHING;
      if (wanted.key === numbering.key) return;
      numbering = wanted;
      tileset.customShader = next ? tinted() : plain;
      queue.length = 0;
      for (const [content, key] of loaded) if (key !== numbering.key) queue.push(content);
      changed();
    },
    colour(colours) {
      tinted().setUniform('u_tints', new TextureUniform({ typedArray: colours, width: LOOKUP_WIDTH, height: colours.length / (4 * LOOKUP_WIDTH), repeat: false }));
      changed();
    },
    mark(id) {
      if (id === marked) return;
      marked = id;
      const before = [...painted.values()];
      painted.clear();
      for (const feature of before) feature.color = own(feature);
      if (id !== null) for (const content of loaded.keys()) paintMark(content);
      changed();
    },
    work() {
      if (queue.length === 0) return false;
      const until = performance.now() + WORK_MS;
      while (queue.length > 0 && performance.now() < until) {
        const content = queue.shift()!;
        if (loaded.has(content)) write(content);
      }
      changed();
      return queue.length > 0;
    },
    pending: () => queue.length > 0,
  };
}
