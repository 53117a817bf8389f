export {
  CategoryMatcher,
  type CategorizedUtterance,
  type CategoryMemory,
  type MatchedCategory,
} from './category-matcher.js';
export { removeNames } from './utterance-words.js';
export type { CategoryProblem, CategoryRule, CategoryTerms } from './category-rule.js';
