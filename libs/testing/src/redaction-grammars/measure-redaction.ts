import { authorsOf, type DialogueChoice } from './create-dialogue.js';
import { redactDialogue, type DialogueOutcome } from './evaluate-redaction.js';
import type { Half } from './grammar-half.js';
import { harmlessKinds, isSecretKind, secretKinds, type GrammarKind, type HarmlessKind } from './grammar-kinds.js';

/** Figures of one kind of value in one half of the grammars. */
export interface RedactionFigures {
  readonly kind: GrammarKind | HarmlessKind;
  readonly isSecret: boolean;
  readonly half: Half;
  readonly dialogues: number;
  /** Share of the dialogues in which every word of the value is hidden. For a harmless kind: in which a word of it is hidden. */
  readonly hiddenShare: number;
  /** Share of the value's words that are hidden. */
  readonly hiddenWordShare: number;
  /** Share of the dialogues in which a placeholder names the kind. */
  readonly namedShare: number;
  /** Share of the dialogues in which a word outside of the value is hidden. */
  readonly otherHiddenShare: number;
  /** The first dialogues that went wrong. Whoever works on recognisers does not read those of the held-out half. */
  readonly failures: readonly DialogueOutcome[];
}

const MOST_FAILURES = 40;

export { harmlessKinds, secretKinds };

/** Whether the half has grammars of the kind. */
export const hasGrammars = (kind: GrammarKind | HarmlessKind, half: Half): boolean =>
  authorsOf({ kind, half }).length > 0;

/** Redacts `count` dialogues of the kind and counts what is hidden. */
export function measureRedaction(
  kind: GrammarKind | HarmlessKind,
  half: Half,
  count: number,
  only: Pick<DialogueChoice, 'author'> = {},
): RedactionFigures {
  const isSecret = isSecretKind(kind);
  const outcomes = Array.from({ length: count }, (_, seed) => redactDialogue({ ...only, kind, half, seed }));
  const isHidden = ({ readableValueWords, valueWords }: DialogueOutcome) =>
    isSecret ? readableValueWords === 0 : readableValueWords < valueWords;
  const share = (test: (outcome: DialogueOutcome) => boolean) => outcomes.filter(test).length / count;
  const words = outcomes.reduce((sum, { valueWords }) => sum + valueWords, 0);
  const readable = outcomes.reduce((sum, { readableValueWords }) => sum + readableValueWords, 0);
  return {
    kind,
    isSecret,
    half,
    dialogues: count,
    hiddenShare: share(isHidden),
    hiddenWordShare: 1 - readable / words,
    namedShare: share(({ kinds }) => kinds.some((each) => each === kind)),
    otherHiddenShare: share(({ hiddenOtherWords }) => hiddenOtherWords > 0),
    failures: outcomes.filter((each) => isHidden(each) !== isSecret).slice(0, MOST_FAILURES),
  };
}
