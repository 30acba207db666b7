/** Names of the demonstration city's landmarks by the ids that its tiles give them. */
import type { Language } from '../globe/types.ts';

const LANDMARKS: Record<string, Record<Language, string>> = {
  'shanghai-tower': { zh: '上海中心大厦', en: 'Shanghai Tower' },
  swfc: { zh: '上海环球金融中心', en: 'Shanghai World Financial Center' },
  'jin-mao': { zh: '金茂大厦', en: 'Jin Mao Tower' },
  'oriental-pearl': { zh: '东方明珠', en: 'Oriental Pearl Tower' },
  'white-magnolia': { zh: '白玉兰广场', en: 'White Magnolia Plaza' },
  'shimao-plaza': { zh: '世茂国际广场', en: 'Shimao International Plaza' },
  'tomorrow-square': { zh: '明天广场', en: 'Tomorrow Square' },
  'plaza-66': { zh: '恒隆广场', en: 'Plaza 66' },
  'wheelock-square': { zh: '会德丰国际广场', en: 'Wheelock Square' },
  k11: { zh: 'K11（香港新世界大厦）', en: 'K11, Hong Kong New World Tower' },
  'grand-gateway-1': { zh: '港汇恒隆广场', en: 'Grand Gateway 66' },
  'itc-xujiahui': { zh: '徐家汇国贸中心', en: 'ITC Xujiahui' },
};

/** Undefined for a building that has no name. */
export function landmarkName(id: string | number | undefined, language: Language): string | undefined {
  return id === undefined ? undefined : LANDMARKS[String(id)]?.[language];
}
