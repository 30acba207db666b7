/** Numbers as people read them: never more digits than known, a real minus sign, digits in columns. */
import type { Language } from '../globe/types.ts';

/** A dash where there is no value: an empty place is a mistake, a dash is a statement. */
export const NO_VALUE = '–';
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(language: Language, decimals: number): Intl.NumberFormat {
  const key = `${language} ${decimals}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    formats.set(key, format);
  }
  return format;
}

/** Decimals worth showing: three significant figures, none for counts and from a hundred up. */
export function decimalsFor(value: number, type: 'ratio' | 'gauge' | 'count' | 'duration' | 'level' = 'gauge'): number {
  const size = Math.abs(value);
  if (type === 'level') return 0;
  if (type === 'count') return size > 0 && size < 10 && !Number.isInteger(value) ? 1 : 0;
  if (size >= 100) return 0;
  return size >= 10 ? 1 : 2;
}

export function formatValue(value: number | null, language: Language, type?: Parameters<typeof decimalsFor>[1]): string {
  if (value === null || !Number.isFinite(value)) return NO_VALUE;
  const decimals = decimalsFor(value, type);
  const rounded = Number(value.toFixed(decimals));
  return formatOf(language, decimals).format(rounded === 0 ? 0 : rounded).replace('-', '−');
}

/** A change: its sign always said, no sign where there is none. */
export function formatSigned(value: number | null, language: Language, type?: Parameters<typeof decimalsFor>[1]): string {
  const text = formatValue(value, language, type);
  return value !== null && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A threshold as it was set down: its own digits, no more. */
export function formatExact(value: number, language: Language): string {
  return new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { maximumFractionDigits: 4 }).format(value).replace('-', '−');
}

/** Room on a disk; in gigabytes (1,024 MB) where that is shorter. */
export function formatMegabytes(megabytes: number, language: Language): string {
  return megabytes < 10_240 ? `${formatCount(megabytes, language)} MB` : `${formatExact(Math.round(megabytes / 102.4) / 10, language)} GB`;
}

export function formatCount(count: number, language: Language): string {
  return formatOf(language, 0).format(count);
}
