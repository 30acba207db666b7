/** Ids of elements that others must find. */
export const SEARCH_ID = 'indicator-search';
