/** What of the city a form must have before it can be drawn, read behind the first picture: outlines, roads, cells. */
import type { EnuFrame } from '#layers/enu.ts';
import { readCells, type CityCells } from './buildingData.ts';
import type { CityInfo } from './cityFolder.ts';
import type { Shown } from './slots.ts';
import type { World } from './world.ts';

export interface Needs {
  /** Resolves when what this layer needs was read, or was told as failed; null where it is there. */
  of(shown: Shown): Promise<void> | null;
  /** Null until a layer on buildings needed them. */
  cells(): CityCells | null;
  /** Outlines have been read, or were told as failed. */
  outlined: Promise<void>;
}

/** `failed`: cells could not be read; they are read again when they are needed again. */
export function createNeeds({ world, url, info, enu, failed }: { world: World; url: string; info: CityInfo; enu: EnuFrame; failed(error: unknown): void }): Needs {
  let [outlinesPending, roadsPending] = [true, true];
  let cells: CityCells | null = null;
  let reading: Promise<void> | null = null;
  const outlined = world.outlined.then(() => void (outlinesPending = false));
  const roaded = world.roaded.then(() => void (roadsPending = false));
  const read = (): Promise<void> => {
    reading ??= readCells(url, info.cells, enu).then((got) => void (cells = got), (error: unknown) => {
      reading = null;
      failed(error);
    });
    return reading;
  };
  return {
    outlined,
    cells: () => cells,
    of(shown) {
      if (outlinesPending && isOnAreas(shown)) return outlined;
      if (roadsPending && shown.form === 'roads') return roaded;
      return cells === null && shown.form === 'buildings' && shown.layer.places.unit === 'sites' ? read() : null;
    },
  };
}

/** True for what is painted into the city's outlines. */
export const isOnAreas = ({ form, layer }: Shown): boolean => form === 'choropleth' && layer.places.unit !== 'sites';
