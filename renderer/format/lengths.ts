/** Lengths on the ground, in metres or kilometres, and the length of a scale bar. */
import type { Language } from '../globe/types.ts';
import { unitIn } from '../i18n/terms.ts';

export function formatLength(metres: number, language: Language): string {
  const [value, unit] = metres >= 1000 ? [metres / 1000, 'km'] : [metres, 'm'];
  const digits = value >= 100 || Number.isInteger(value) ? 0 : 1;
  return `${value.toFixed(digits)} ${unitIn(unit, language)}`;
}

/** The longest 1, 2 or 5 × a power of ten that fits into `most` pixels. */
export function scaleBar(metresPerPixel: number, most: number): { metres: number; pixels: number } {
  const room = metresPerPixel * most;
  const power = 10 ** Math.floor(Math.log10(room));
  const metres = power * ([5, 2, 1].find((step) => step * power <= room) ?? 1);
  return { metres, pixels: metres / metresPerPixel };
}

/** An area on the ground: square metres up to a hundredth of a square kilometre. */
export function formatArea(squareMetres: number, language: Language): string {
  const isSmall = squareMetres < 10_000;
  const value = isSmall ? squareMetres : squareMetres / 1e6;
  const digits = isSmall ? 0 : value < 1 ? 3 : value < 100 ? 2 : 1;
  return `${value.toFixed(digits)} ${unitIn(isSmall ? 'm²' : 'km²', language)}`;
}
