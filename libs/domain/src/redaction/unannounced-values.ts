import { isDateSaidAgain } from './is-date-said-again.js';
import { isReadBack } from './is-read-back.js';
import type { LabelledKind, ReadValue, ValuePlace } from './kinds/labelled-kind.js';
import { labelledKinds } from './kinds/labelled-kinds.js';
import type { KnownValue, ValueSearch } from './labelled-value.js';

/** A value that was read, and its kind. */
export interface ValueHit {
  readonly kind: LabelledKind;
  readonly read: ReadValue;
}

/** Reads a value of a kind at a place; null when none begins there. */
export type ReadValueOf = (kind: LabelledKind, place: ValuePlace) => ReadValue | null;

const unlabelledKinds = labelledKinds.filter(({ readUnlabelled }) => readUnlabelled !== undefined);

/** The kinds of which somebody gave a value a short time ago. */
export const kindsOfKnown = (known: readonly KnownValue[]): LabelledKind[] =>
  known.length === 0 ? [] : labelledKinds.filter(({ kind }) => known.some((value) => value.kind === kind));

/** Reads a value that somebody said before. `kinds`: those of the known values. */
export function readEcho(
  kinds: readonly LabelledKind[],
  search: ValueSearch,
  place: ValuePlace,
  readValue: ReadValueOf,
): ValueHit | null {
  for (const kind of kinds) {
    const read = readValue(kind, place);
    if (read !== null && search.known.some((known) => isEcho({ kind, read }, search, { place, known })))
      return { kind, read };
  }
  return null;
}

function isEcho(
  { kind, read }: ValueHit,
  { asked, tokens }: ValueSearch,
  { place, known }: { readonly place: ValuePlace; readonly known: KnownValue },
): boolean {
  if (known.kind !== kind.kind) return false;
  if (kind.isDate !== true) return isReadBack(read.value, known.value);
  // The answer to "when did you order it?" is another date, unless it has as many digits.
  if (asked.at(-1) === 'NEUTRAL' && read.value.length !== known.value.length) return false;
  return isDateSaidAgain(kind.kind, { ...read, tokens, from: place.index }, known.value);
}

/** Reads a value that its form proves. */
export function readProvenValue(place: ValuePlace): ValueHit | null {
  for (const kind of unlabelledKinds) {
    const read = kind.readUnlabelled?.(place) ?? null;
    if (read !== null) return { kind, read };
  }
  return null;
}
