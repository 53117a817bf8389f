import type { GrammarKind, HarmlessKind } from './grammar-kinds.js';
import type { ValueGrammar } from './value-grammar.js';

/** What people say around a value. Each author has a style. */
export interface DialogueStyle {
  /** Frames that open a call. */
  readonly preludes: readonly string[];
  /** What customer and agent say while the customer looks for a value. */
  readonly smallTalk: readonly (readonly [customer: string, agent: string])[];
  /** How the other side reads a value back, with `{v}` for it. */
  readonly echoes: readonly string[];
  readonly hesitations: readonly string[];
  readonly corrections: readonly string[];
  /** What a speaker says before starting the value again. */
  readonly restarts?: readonly string[];
  /** What the other side says between the parts of a value. */
  readonly backchannels: readonly string[];
  /** Share of the backchannels in which the other side repeats the part that was just said. */
  readonly readsPartsBack?: number;
  /** What a speaker takes back: two digits, or a group of the value's own shape. */
  readonly wrongGroup: 'two-digits' | 'same-shape';
  /** Share of the dialogues about a harmless number in which a private value comes before it, and after it. */
  readonly privateBefore: number;
  readonly privateAfter: number;
  /** Share of the dialogues about a harmless number in which the speaker slips, pauses or answers late, as with private values. */
  readonly harmlessSlips?: number;
}

/** All grammars of one author. */
export interface AuthorGrammars {
  readonly name: string;
  readonly secret: Readonly<Record<GrammarKind, readonly ValueGrammar[]>>;
  readonly harmless: Partial<Readonly<Record<HarmlessKind, readonly ValueGrammar[]>>>;
  readonly style: DialogueStyle;
}

const withoutComma = (text: string): string => text.replaceAll(',', '');

/** The style as an engine writes it that knows no punctuation. */
export const withoutCommas = (style: DialogueStyle): DialogueStyle => ({
  ...style,
  preludes: style.preludes.map(withoutComma),
  smallTalk: style.smallTalk.map(([customer, agent]) => [withoutComma(customer), withoutComma(agent)]),
  echoes: style.echoes.map(withoutComma),
  corrections: style.corrections.map(withoutComma),
  ...(style.restarts === undefined ? {} : { restarts: style.restarts.map(withoutComma) }),
  backchannels: style.backchannels.map(withoutComma),
});
