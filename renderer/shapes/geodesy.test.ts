import { expect, test } from 'vitest';
import { airDistance, circle, course, direction, gone, groundDistance, measureRings, type LonLat } from './geodesy.ts';

const PEARL_TOWER = { lon: 121.49531, lat: 31.24169, height: 0 };
const PEOPLES_SQUARE = { lon: 121.47084, lat: 31.23136, height: 0 };
const HONGQIAO_STATION = { lon: 121.3207, lat: 31.1942, height: 0 };
const YANGSHAN_PORT = { lon: 122.06, lat: 30.626, height: 0 };

/** Vincenty's inverse formula, written down from his paper: another way to the same metres. */
function vincenty(from: { lon: number; lat: number }, to: { lon: number; lat: number }): number {
  const [a, f] = [6_378_137, 1 / 298.257223563];
  const b = a * (1 - f);
  const rad = Math.PI / 180;
  const [u1, u2] = [from.lat, to.lat].map((lat) => Math.atan((1 - f) * Math.tan(lat * rad)));
  const l = (to.lon - from.lon) * rad;
  let [lambda, before] = [l, Infinity];
  let [sinS, cosS, sigma, cos2, cosM] = [0, 0, 0, 0, 0];
  while (Math.abs(lambda - before) > 1e-13) {
    sinS = Math.hypot(Math.cos(u2) * Math.sin(lambda), Math.cos(u1) * Math.sin(u2) - Math.sin(u1) * Math.cos(u2) * Math.cos(lambda));
    cosS = Math.sin(u1) * Math.sin(u2) + Math.cos(u1) * Math.cos(u2) * Math.cos(lambda);
    sigma = Math.atan2(sinS, cosS);
    const sinA = (Math.cos(u1) * Math.cos(u2) * Math.sin(lambda)) / sinS;
    cos2 = 1 - sinA * sinA;
    cosM = cosS - (2 * Math.sin(u1) * Math.sin(u2)) / cos2;
    const c = (f / 16) * cos2 * (4 + f * (4 - 3 * cos2));
    before = lambda;
    lambda = l + (1 - c) * f * sinA * (sigma + c * sinS * (cosM + c * cosS * (2 * cosM * cosM - 1)));
  }
  const k = (cos2 * (a * a - b * b)) / (b * b);
  const p = 1 + (k / 16_384) * (4096 + k * (-768 + k * (320 - 175 * k)));
  const q = (k / 1024) * (256 + k * (-128 + k * (74 - 47 * k)));
  const delta = q * sinS * (cosM + (q / 4) * (cosS * (2 * cosM * cosM - 1) - (q / 6) * cosM * (4 * sinS * sinS - 3) * (4 * cosM * cosM - 3)));
  return b * p * (sigma - delta);
}

test('distances between places of Shanghai are those of the ellipsoid, to a millimetre', () => {
  for (const [from, to] of [[PEARL_TOWER, PEOPLES_SQUARE], [HONGQIAO_STATION, PEARL_TOWER], [HONGQIAO_STATION, YANGSHAN_PORT]] as const) {
    expect(groundDistance(from, to)).toBeCloseTo(vincenty(from, to), 3);
  }
  // A sphere would say 17.35 km here.
  expect(groundDistance(HONGQIAO_STATION, PEARL_TOWER) / 1000).toBeCloseTo(17.45, 1);
});

test('John F. Kennedy to Heathrow, as GeographicLib’s own page has it', () => {
  expect(groundDistance({ lon: -73.8, lat: 40.6 }, { lon: -0.5, lat: 51.6 })).toBeCloseTo(5_551_759.4, 1);
});

test('the area of Antarctica’s outline, as GeographicLib’s own page has it', () => {
  const corners = [
    [-58, -63.1], [-74, -72.9], [-102, -71.9], [-102, -74.9], [-131, -74.3], [-163, -77.5], [163, -77.4], [172, -71.7], [140, -65.9],
    [113, -65.7], [88, -66.6], [59, -66.9], [25, -69.8], [-4, -70], [-14, -71], [-33, -77.3], [-46, -77.9], [-61, -74.7],
  ] as LonLat[];
  const { area, border } = measureRings([[[...corners, corners[0]]]]);
  expect(border).toBeCloseTo(16_831_067.893, 3);
  expect(area / 13_662_703_680_020.1).toBeCloseTo(1, 12);
});

test('a hole counts against the area, and a circle has that of a circle', () => {
  const outer = circle(PEOPLES_SQUARE, 1000);
  const hole = circle(PEOPLES_SQUARE, 400);
  const whole = measureRings([[outer]]).area;
  expect(whole / (Math.PI * 1000 ** 2)).toBeCloseTo(1, 2);
  expect(measureRings([[outer, hole]]).area).toBeCloseTo(whole - measureRings([[hole]]).area, 3);
});

test('gone a way in a direction, the way back is as long', () => {
  const [lon, lat] = gone(PEARL_TOWER, 73, 4321);
  expect(groundDistance(PEARL_TOWER, { lon, lat })).toBeCloseTo(4321, 6);
  expect(direction(PEARL_TOWER, { lon, lat })).toBeCloseTo(73, 9);
});

test('through the air heights count; along the ground they do not', () => {
  const top = { ...PEARL_TOWER, height: 468 };
  expect(airDistance(PEARL_TOWER, top)).toBeCloseTo(468, 6);
  expect(groundDistance(PEARL_TOWER, top)).toBe(0);
  expect(airDistance(top, PEOPLES_SQUARE)).toBeCloseTo(Math.hypot(468, groundDistance(PEARL_TOWER, PEOPLES_SQUARE)), -1);
});

test('a long edge is drawn in pieces that lie on the geodesic', () => {
  const way = course([HONGQIAO_STATION, YANGSHAN_PORT]);
  expect(way.length).toBeGreaterThan(90);
  const total = way.slice(1).reduce((sum, [lon, lat], at) => sum + groundDistance({ lon: way[at][0], lat: way[at][1] }, { lon, lat }), 0);
  expect(total).toBeCloseTo(groundDistance(HONGQIAO_STATION, YANGSHAN_PORT), 5);
});
