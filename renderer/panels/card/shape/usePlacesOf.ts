import { useEffect, useState } from 'react';
import type { ContextPlaces } from '../../../contextFiles.ts';
import { contextPlacesOf } from '../../../contextLayers.ts';
import type { ContextLayer } from '../../../state/context.ts';

/** The places of layers, whether they are on or not; a layer is missing while it is read, and null where it cannot be. */
export function usePlacesOf(layers: readonly ContextLayer[]): ReadonlyMap<string, ContextPlaces | null> {
  const [read, setRead] = useState<ReadonlyMap<string, ContextPlaces | null>>(new Map());
  const ids = layers.map(({ id }) => id).join();
  useEffect(() => {
    let wanted = true;
    for (const layer of layers) {
      void contextPlacesOf(layer).then((places) => wanted && setRead((before) => (before.get(layer.id) === places ? before : new Map(before).set(layer.id, places))));
    }
    return () => {
      wanted = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the same layers by name are the same
  }, [ids]);
  return read;
}
