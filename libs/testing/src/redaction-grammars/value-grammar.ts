import type { CountryCode } from 'libphonenumber-js';
import type { RandomSource } from './random-source.js';
import type { Rendering } from './say-digits.js';

/**
 * How people of some countries talk about one kind of value. A frame is a short dialogue: turns separated by " / ", each with
 * "A:" (agent) or "C:" (customer). "(a|b|)" are alternatives, `{v}` is the value, `{again}` the same value said once more, and `{v2}` another
 * value of the same kind.
 * `{label}` is the grammar's label. `{order}`, `{CVV}` and the like are neighbours: values of that kind.
 */
export interface ValueGrammar {
  readonly countries: readonly CountryCode[];
  /** Creates a value as groups of characters, in the way in which people group it. */
  readonly create: (random: RandomSource) => string[];
  readonly renderings: readonly Rendering[];
  /** What people of these countries call the value: `{label}` in the frames. */
  readonly label?: string;
  /** Dialogues that say what the value is. */
  readonly frames: readonly string[];
  /** Dialogues in which only the value itself says what it is. It is delivered without slips of the tongue. */
  readonly bareFrames?: readonly string[];
}

/** Cuts a string into groups of these lengths. The last group takes the rest. */
export function cutIntoGroups(text: string, lengths: readonly number[]): string[] {
  const groups: string[] = [];
  let from = 0;
  lengths.forEach((length, index) => {
    const to = index === lengths.length - 1 ? text.length : from + length;
    const group = text.slice(from, to);
    if (group !== '') groups.push(group);
    from = to;
  });
  return groups;
}
