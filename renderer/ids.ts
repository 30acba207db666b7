/** Ids of elements that others must find. */
export const SEARCH_ID = 'indicator-search';
export const TIME_FIELD_ID = 'timeline-time';
