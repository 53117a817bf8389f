import type { ReadValue, ValuePlace } from './labelled-kind.js';
import { isFiller, readCode, readDigits, type ReadCharacters } from './read-characters.js';

/** How long values of a kind are. */
export interface ValueShape {
  /** From this many characters on, the value counts as whole: engines mishear and drop characters. */
  readonly min: number;
  /** The usual length. A shorter value may continue in the next final. */
  readonly usual: number;
  /** The longest stretch that still counts as one value, with characters that the speaker repeats or corrects. */
  readonly max: number;
}

/** Longest stretch that is read before its length is judged. */
const MAX_STRETCH = 64;

/** Reads a value of digits, said or written. */
export const readNumberValue = (place: ValuePlace, shape: ValueShape): ReadValue | null =>
  valueOf(place, shape, (max) => readDigits(place, max));

/** Reads a value of letters and digits with at least `minDigits` digits. */
export const readCodeValue = (place: ValuePlace, shape: ValueShape, minDigits: number): ReadValue | null => {
  const value = valueOf(place, shape, (max) => readCode(place, max));
  if (value === null) return null;
  const isComplete = value.isComplete && countDigits(place.soFar + value.value) >= minDigits;
  return isComplete || value.mayContinue ? { ...value, isComplete } : null;
};

function valueOf(place: ValuePlace, shape: ValueShape, read: (max: number) => ReadCharacters | null): ReadValue | null {
  const stretch = read(MAX_STRETCH);
  // A stretch that is too long holds another value after this one.
  const characters =
    stretch !== null && place.soFar.length + stretch.characters.length > shape.max
      ? read(Math.max(1, shape.usual - place.soFar.length))
      : stretch;
  if (characters === null) return null;
  const { to } = characters;
  const count = place.soFar.length + characters.characters.length;
  const isAtEnd = onlyFillersFollow(place, to);
  const isComplete = count >= shape.min;
  if (!isComplete && !isAtEnd) return null;
  // A number after a whole value continues it only when nothing else is said.
  if (place.soFar.length >= shape.min && (!isAtEnd || !onlyFillersPrecede(place))) return null;
  return { to, value: characters.characters, isComplete, mayContinue: isAtEnd && count < shape.usual };
}

/** Whether nothing but pauses comes between the token and the end of the stretch. */
export function onlyFillersFollow({ tokens, end }: ValuePlace, from: number): boolean {
  for (let index = from; index < end; index++) if (!isFiller(tokens[index])) return false;
  return true;
}

/** Whether nothing but pauses comes before the value. */
export function onlyFillersPrecede({ tokens, index }: ValuePlace): boolean {
  return tokens.slice(0, index).every((token) => isFiller(token));
}

const countDigits = (characters: string): number => characters.replaceAll(/\D/g, '').length;
