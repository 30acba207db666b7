import { Cartesian3, Matrix4, PerspectiveFrustum, Transforms } from '@cesium/engine';
import { describe, expect, it } from 'vitest';
import { enuFrame, enuOf } from '#layers/enu.ts';
import { enuViewport } from './viewport.ts';

const WIDTH = 1280;
const HEIGHT = 720;
const anchor = enuFrame(121.47, 31.23);

/** A Cesium camera at a place, turned by heading and pitch in degrees: its view matrix from earth-centred metres. */
function viewFrom(lon: number, lat: number, height: number, heading: number, pitch: number): Matrix4 {
  const position = Cartesian3.fromDegrees(lon, lat, height);
  const local = Transforms.eastNorthUpToFixedFrame(position);
  const [h, p] = [(heading * Math.PI) / 180, (pitch * Math.PI) / 180];
  const turn = (v: [number, number, number]): Cartesian3 => Matrix4.multiplyByPointAsVector(local, new Cartesian3(...v), new Cartesian3());
  const direction = turn([Math.sin(h) * Math.cos(p), Math.cos(h) * Math.cos(p), Math.sin(p)]);
  const right = turn([Math.cos(h), -Math.sin(h), 0]);
  const up = Cartesian3.cross(right, direction, new Cartesian3());
  return Matrix4.computeView(position, direction, up, right, new Matrix4());
}

/** Pixels of an earth-centred point, by Cesium's own matrices. */
function pixelOf(view: Matrix4, projection: Matrix4, point: Cartesian3): [number, number] | null {
  const eye = Matrix4.multiplyByPoint(view, point, new Cartesian3());
  if (eye.z >= -1) return null;
  const x = (projection[0]! * eye.x + projection[8]! * eye.z) / -eye.z;
  const y = (projection[5]! * eye.y + projection[9]! * eye.z) / -eye.z;
  return [((x + 1) / 2) * WIDTH, ((1 - y) / 2) * HEIGHT];
}

const cameras = Array.from({ length: 20 }, (_, i) => ({
  lon: 121.47 + 0.012 * ((i * 7) % 20 - 10), lat: 31.23 + 0.01 * ((i * 11) % 20 - 10),
  height: 300 * 1.33 ** i, heading: i * 41, pitch: -90 + ((i * 17) % 80) + 2,
}));

/** Points compared through all cameras: without any a comparison says nothing. */
let judged = 0;

describe('deck.gl through Cesium’s camera', () => {
  it.each(cameras)('draws on the same pixel from $height m at pitch $pitch', ({ lon, lat, height, heading, pitch }) => {
    const view = viewFrom(lon, lat, height, heading, pitch);
    const { projectionMatrix: projection } = new PerspectiveFrustum({ fov: 0.87, aspectRatio: WIDTH / HEIGHT, near: 0.1, far: 5e8 });
    const fromEnu = Matrix4.multiplyTransformation(view, Matrix4.fromArray([...anchor.toEarth]), new Matrix4());
    const viewport = enuViewport({ view: Matrix4.toArray(fromEnu), projection: Matrix4.toArray(projection), width: WIDTH, height: HEIGHT });
    let [seen, worst] = [0, 0];
    for (let k = 0; k < 400; k++) {
      const [pointLon, pointLat, up] = [121.47 + 0.6 * Math.sin(k * 12.9898), 31.23 + 0.5 * Math.sin(k * 78.233), (k % 5) * 120];
      const expected = pixelOf(view, projection, Cartesian3.fromDegrees(pointLon, pointLat, up));
      if (!expected || expected[0] < 0 || expected[0] > WIDTH || expected[1] < 0 || expected[1] > HEIGHT) continue;
      const [x, y] = viewport.project(enuOf(anchor, pointLon, pointLat, up).map(Math.fround));
      seen++;
      worst = Math.max(worst, Math.hypot(x! - expected[0], y! - expected[1]));
    }
    const below = pixelOf(view, projection, Cartesian3.fromDegrees(lon, lat, 0));
    if (below) {
      const [x, y] = viewport.project(enuOf(anchor, lon, lat, 0).map(Math.fround));
      worst = Math.max(worst, Math.hypot(x! - below[0], y! - below[1]));
      seen++;
    }
    judged += seen;
    expect(seen).toBeGreaterThan(0);
    expect(worst).toBeLessThan(0.01);
  });
  it('has points on screen to judge by', () => {
    expect(judged).toBeGreaterThan(200);
  });
});
