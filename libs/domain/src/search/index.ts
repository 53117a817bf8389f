export * from './call-conditions.js';
export { numberSearchKeys, searchedNumberKeys } from './number-search.js';
export { foldText, searchPatterns, searchText, type SearchedFields } from './search-text.js';
