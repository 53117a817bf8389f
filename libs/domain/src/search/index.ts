export * from './call-conditions.js';
export { foldText, searchPatterns, searchText, type SearchedFields } from './search-text.js';
