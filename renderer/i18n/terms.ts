/** Words of the catalogue and of context layers that stand in one language there: units, owners, feeds. */
import type { Language } from '../globe/types.ts';

const UNITS: Record<string, string> = {
  比值: '×', 万人: '10k people', '人/平方米': 'people/m²', '起/日': '/day', '起/小区·日': '/estate·day', '件/网格': 'cases/grid',
  '吨/日': 't/day', 处: 'places', '起/工地·小时': '/site·h', 分钟: 'min', 指数: 'index', '万人次/日': '10k trips/day', 级: 'level',
  件: 'cases', '起/小时': '/h', 天: 'days', '℃': '°C', '件/街镇': 'cases/town', 户: 'customers', 人: 'people', 倍: '×',
};
/** What a city's files write as a symbol and people read as a word; what is always a symbol (%, Gbit/s) stays one. */
const CHINESE_UNITS: Record<string, string> = {
  m: '米', km: '公里', cm: '厘米', mm: '毫米', 'm²': '平方米', 'km²': '平方公里', 'm³': '立方米', 'm³/s': '立方米/秒', 'm³/h': '立方米/小时', kg: '千克', t: '吨', d: '天', h: '小时', min: '分钟',
};
/** Units that say nothing beside their number. */
const SILENT_UNITS = new Set(['比值', '指数']);

const OWNERS: Record<string, string> = {
  市公安局: 'Public Security Bureau', 市公安局黄浦分局: 'Public Security Bureau, Huangpu', 文旅局: 'Culture & Tourism',
  市消防救援总队: 'Fire & Rescue', 街镇: 'Towns', 街镇城运中心: 'Town operation centres', 居委会: 'Residents’ committees',
  市绿化市容局: 'Greening & Cityscape Bureau', 市住建委: 'Housing & Construction Commission', 生态环境局: 'Ecology & Environment',
  市市场监管局: 'Market Regulation', 市交通委: 'Transport Commission', 道运中心: 'Road Operation Centre', 交警: 'Traffic Police',
  申通地铁: 'Shentong Metro', 市公安局交警总队: 'Traffic Police', 商务委: 'Commerce Commission', 市应急管理局: 'Emergency Management Bureau',
  市应急局: 'Emergency Management Bureau', 发改委: 'Development & Reform', 粮储局: 'Grain & Reserves', 市卫健委: 'Health Commission',
  申康: 'Shenkang Hospitals', 区: 'Districts', 市气象局: 'Meteorological Service', 市水务局: 'Water Authority', 水文总站: 'Hydrology',
  市生态环境局: 'Ecology & Environment Bureau', 疾控中心: 'CDC', 市医疗急救中心: 'Medical Emergency Centre', 市疾控中心: 'Shanghai CDC',
  公卫中心: 'Public Health Clinical Center', 市大数据中心: 'Big Data Center', 市热线办: '12345 Hotline Office', 城运中心: 'Urban Operation Center',
  市民政局: 'Civil Affairs Bureau', 水务集团: 'Water Group', 国网上海电力: 'State Grid Shanghai', 市经信委: 'Economy & Informatization',
  燃气集团: 'Gas Group', 城投水务: 'Chengtou Water', 权属单位: 'Asset owners', 市人社局: 'Human Resources Bureau', 总工会: 'Trade Unions',
  市商务委: 'Commerce Commission', 妇联: 'Women’s Federation', 电信: 'China Telecom', 市通信管理局: 'Communications Administration',
};

const FEEDS: Record<string, string> = {
  'F-SIGN': 'Vital-sign roll-up', 'F-IOT': 'IoT sensing platform', 'F-VIDEO': 'Video AI alerts', 'F-CROWD': 'Crowd heat', 'F-CASE': 'Grid and case stream',
  'F-12345': '12345 tickets', 'F-110': '110 calls, de-identified', 'F-119': '119 calls', 'F-120': '120 dispatch, de-identified',
  'F-WX': 'Weather and emergency alerts (CAP)', 'F-WATER': 'Water and flood control', 'F-TRAF': 'Road and metro traffic', 'F-RES': 'Emergency stock, teams, places',
  'F-HEALTH': 'Public health, aggregated', 'F-PASS': 'Pass checks', 'F-LABOR': 'Labour and unions, aggregated', 'F-HOME': 'Domestic services, aggregated', 'F-NET': 'Network and cloud monitoring',
};

/** The unit to write after a number; empty where it says nothing. */
export function unitIn(unit: string, language: Language): string {
  if (SILENT_UNITS.has(unit)) return '';
  return (language === 'zh' ? CHINESE_UNITS : UNITS)[unit] ?? unit;
}

/** The unit where it stands alone, as on a legend. */
export function unitAlone(unit: string, language: Language): string {
  return language === 'en' && unit === '比值' ? 'ratio' : ((language === 'zh' ? CHINESE_UNITS : UNITS)[unit] ?? unit);
}

/** Owners are written with a slash between them; what has no English stays as it is. */
export function ownerIn(owner: string, language: Language): string {
  if (language === 'zh') return owner.split('/').join(' / ');
  return owner.split('/').map((part) => OWNERS[part] ?? part).join(' / ');
}

export function feedIn(code: string, names: Readonly<Record<string, string>>, language: Language): string {
  return (language === 'zh' ? names[code] : FEEDS[code]) ?? code;
}
