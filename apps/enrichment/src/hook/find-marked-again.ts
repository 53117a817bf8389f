import type { EventData } from '@earshot/contracts';

/** What was said, and the private details that an engine marked in it. */
export type SpokenText = Pick<EventData<'transcript.segment'>, 'text' | 'entities'>;
export type Entities = NonNullable<SpokenText['entities']>;

/** Most entities that a segment carries. */
const MAX_ENTITIES = 1_000;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** Where the private details that an engine marked in a text stand in another one, as whole words. */
export function findMarkedAgain({ text: spoken, entities = [] }: SpokenText, text: string): Entities {
  const kinds = new Map(
    entities.map(({ kind, startChar, endChar }) => [spoken.slice(startChar, endChar).trim(), kind]),
  );
  kinds.delete('');
  const found: Entities = [];
  for (const [detail, kind] of kinds)
    for (let at = text.indexOf(detail); at !== -1; at = text.indexOf(detail, at + detail.length)) {
      const endChar = at + detail.length;
      const isPartOfWord = [text[at - 1], text[endChar]].some((next) => LETTER_OR_DIGIT.test(next ?? ''));
      if (!isPartOfWord) found.push({ kind, startChar: at, endChar });
      if (found.length === MAX_ENTITIES) return found;
    }
  return found;
}
