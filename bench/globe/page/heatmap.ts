/** deck.gl's HeatmapLayer as its documentation shows it: over the picture, seen through a map's view with its own loop. */
import { Deck, MapView } from '@deck.gl/core';
import { HeatmapLayer } from '@deck.gl/aggregation-layers';
import type { CameraView } from '../../../renderer/globe/types.ts';

export interface Heatmap {
  look(view: CameraView): void;
  destroy(): void;
}

const FIELD_OF_VIEW = (50 * Math.PI) / 180;
/** A map's world in metres at zoom 0: 512 pixels about the equator. */
const METRES_PER_PIXEL = 40_075_017 / 512;

/** About where Cesium's camera is: a map knows places, zoom and pitch, and no more. */
function mapViewOf({ lon, lat, height, heading, pitch }: CameraView, width: number, high: number): object {
  const [down, turn] = [(-pitch * Math.PI) / 180, (heading * Math.PI) / 180];
  const ahead = height / Math.tan(down);
  const latitude = lat + (ahead * Math.cos(turn)) / 110_870;
  const longitude = lon + (ahead * Math.sin(turn)) / 95_200;
  const fovy = 2 * Math.atan((Math.tan(FIELD_OF_VIEW / 2) * high) / width);
  const metres = (2 * (height / Math.sin(down)) * Math.tan(fovy / 2)) / high;
  return { longitude, latitude, bearing: heading, pitch: 90 + pitch, zoom: Math.log2((METRES_PER_PIXEL * Math.cos((latitude * Math.PI) / 180)) / metres), maxPitch: 85 };
}

/** Resolves when the first heat is there. */
export async function createHeatmap(container: HTMLElement, { lon, lat }: { lon: Float64Array; lat: Float64Array }, weightsTextureSize: 512 | 2048, first: CameraView): Promise<Heatmap> {
  const canvas = Object.assign(document.createElement('canvas'), { className: 'over' });
  container.append(canvas);
  const [positions, weights] = [new Float32Array(2 * lon.length), new Float32Array(lon.length)];
  for (let i = 0; i < lon.length; i++) {
    positions.set([lon[i], lat[i]], 2 * i);
    weights[i] = 1 + ((i * 0.37) % 1);
  }
  const layer = new HeatmapLayer({
    id: 'heat', weightsTextureSize,
    data: { length: lon.length, attributes: { getPosition: { value: positions, size: 2 }, getWeight: { value: weights, size: 1 } } } as never,
  });
  const seen = (view: CameraView): object => mapViewOf(view, canvas.clientWidth, canvas.clientHeight);
  let deck!: Deck<MapView>;
  await new Promise<void>((resolve, reject) => {
    deck = new Deck({
      canvas, width: '100%', height: '100%', views: new MapView({ id: 'map' }), controller: false, viewState: { map: seen(first) } as never, layers: [layer],
      onAfterRender: () => resolve(), onError: reject,
    });
  });
  return {
    look: (view) => deck.setProps({ viewState: { map: seen(view) } as never }),
    destroy() {
      deck.finalize();
      canvas.remove();
    },
  };
}
