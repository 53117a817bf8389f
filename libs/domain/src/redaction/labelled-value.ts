import type { ParticipantId, RedactionKind } from '@earshot/contracts';
import type { CountryCode } from 'libphonenumber-js';
import type { HarmlessNumber } from './harmless-numbers.js';
import type { LabelledKind } from './kinds/labelled-kind.js';
import type { Label, LabelKind } from './label-phrases.js';
import type { Token } from './scan-tokens.js';
import type { CharSpan } from './segment-text.js';

/** A value of a kind that is recognised by its label, or the part of it that this text holds. */
export interface LabelledValue extends CharSpan {
  readonly kind: LabelledKind;
  /** A whole card number is a card, whatever the speakers call it. */
  readonly hiddenAs: RedactionKind;
  readonly value: string;
  /** It continues the value that the speaker began in earlier finals. */
  readonly continues: boolean;
  readonly isComplete: boolean;
  readonly mayContinue: boolean;
}

/** A value that somebody gave a short time ago. The others may read it back. */
export interface KnownValue {
  readonly kind: RedactionKind;
  readonly value: string;
  readonly by: ParticipantId;
  readonly atMs: number;
}

/** What the talk says about the values in a text. */
export interface ValueSearch {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly labels: readonly Label[];
  /** Numbers that everybody may read, in the order of their start. */
  readonly harmless: readonly HarmlessNumber[];
  readonly isPartial: boolean;
  readonly country: CountryCode;
  /** The kinds that were asked for in earlier finals, in the order of the questions. */
  readonly asked: readonly LabelKind[];
  /** The value that the speaker may continue. */
  readonly begun: { readonly kind: LabelledKind; readonly value: string } | null;
  readonly known: readonly KnownValue[];
  /** The kind that a label in a later final gives the number of the text. */
  readonly namedLater: RedactionKind | undefined;
}
