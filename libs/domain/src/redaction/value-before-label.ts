import type { Label } from './find-labels.js';
import type { Token } from './scan-tokens.js';

/** Most words between a value and the label after it. */
const MAX_WORDS_TO_LABEL = 4;
const predicates = new Set(['is', 'was', 'for', 'as', "that's", 'being']);
const wordsToLabel = new Set([
  ...predicates,
  'my',
  'the',
  'your',
  'our',
  'that',
  'it',
  'security',
  'full',
  'new',
  'home',
  'work',
  'bank',
]);

/** The index of the words "is my" before a label, which a value may precede; null when there are none. */
export function endOfValueBefore(tokens: readonly Token[], label: Label): number | null {
  let end = label.from;
  let hasPredicate = false;
  while (end > 0 && label.from - end < MAX_WORDS_TO_LABEL && wordsToLabel.has(tokens[end - 1]?.text ?? '')) {
    end--;
    hasPredicate ||= predicates.has(tokens[end]?.text ?? '');
  }
  return hasPredicate && end > 0 ? end : null;
}
