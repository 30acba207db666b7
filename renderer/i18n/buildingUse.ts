/** What a building is used for: the city's word in both languages; a word that is not known stays as it is. */
import type { Language } from '../globe/types.ts';

const USES: Record<string, Record<Language, string>> = {
  residential: { zh: '住宅', en: 'Residential' },
  office: { zh: '办公', en: 'Offices' },
  commercial: { zh: '商业', en: 'Commercial' },
  industrial: { zh: '工业', en: 'Industrial' },
  public: { zh: '公共服务', en: 'Public services' },
  lilong: { zh: '里弄', en: 'Lilong lane houses' },
  villa: { zh: '别墅', en: 'Villa' },
  landmark: { zh: '地标', en: 'Landmark' },
  unknown: { zh: '用途未知', en: 'Use unknown' },
};

export function buildingUse(use: string, language: Language): string {
  return USES[use]?.[language] ?? use;
}
