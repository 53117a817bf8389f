export {
  CallRedactor,
  type RawSegment,
  type RedactedSegment,
  type RedactionResult,
} from './redaction/call-redactor.js';
export { ConversationMetrics, type SpokenFinal } from './metrics/conversation-metrics.js';
export {
  CategoryMatcher,
  type CategorizedUtterance,
  type CategoryMemory,
  type MatchedCategory,
} from './categories/category-matcher.js';
export type { CategoryProblem, CategoryRule, CategoryTerms } from './categories/category-rule.js';
