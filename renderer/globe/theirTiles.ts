/** Tiles that somebody else made: where they stand, and the look's sun and sky on them, as they know nothing of ours. */
import { Cartesian3, DirectionalLight, Matrix4, type Cesium3DTileset, type Scene } from '@cesium/engine';
import { earthOf, enuFrame, type EnuFrame } from '#layers/enu.ts';
import type { CityInfo } from './cityFolder.ts';
import type { Look } from './looks/look.ts';

/** Our light is that of painted surfaces; theirs answers to physical units. */
const SUN = 7;
const SKY = 3.2;

/** Puts the tileset in its place and lights it; returns what changes its light with the look. */
export function placeTheirs(scene: Scene, tileset: Cesium3DTileset, enu: EnuFrame, { lift, place }: NonNullable<CityInfo['asTheyCome']>, first: Look): (look: Look) => void {
  const stand = place ? Matrix4.fromArray(Array.from(enuFrame(place.lon, place.lat).toEarth)) : Matrix4.clone(Matrix4.IDENTITY);
  const { lon, lat } = place ?? enu;
  const [low, high] = [earthOf(lon, lat, 0), earthOf(lon, lat, lift)];
  const raise = Matrix4.fromTranslation(new Cartesian3(high[0] - low[0], high[1] - low[1], high[2] - low[2]));
  tileset.modelMatrix = Matrix4.multiply(raise, stand, new Matrix4());
  const toEarth = Matrix4.fromArray(Array.from(enu.toEarth));
  const setLook = ({ light: { sunAzimuth, sunElevation, sun, sky } }: Look): void => {
    const [azimuth, elevation] = [(sunAzimuth * Math.PI) / 180, (sunElevation * Math.PI) / 180];
    const from = new Cartesian3(-Math.sin(azimuth) * Math.cos(elevation), -Math.cos(azimuth) * Math.cos(elevation), -Math.sin(elevation));
    scene.light = new DirectionalLight({ direction: Matrix4.multiplyByPointAsVector(toEarth, from, new Cartesian3()) });
    tileset.lightColor = new Cartesian3(SUN * sun[0], SUN * sun[1], SUN * sun[2]);
    const flat = new Cartesian3(SKY * sky[0], SKY * sky[1], SKY * sky[2]);
    tileset.imageBasedLighting.sphericalHarmonicCoefficients = [flat, ...Array.from({ length: 8 }, () => new Cartesian3())];
  };
  setLook(first);
  return setLook;
}
