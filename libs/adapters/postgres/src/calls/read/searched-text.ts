import { searchText, type SearchedFields } from '@earshot/domain';
import { storableText } from '../../storable-text.js';

/** The fields as they are, in lower case. The line feeds keep a match within one field. */
const plainText = `lower(id || chr(10) || coalesce(agent_id, '') || chr(10) || coalesce(customer_number, '') || chr(10) || coalesce(system_number, ''))`;

/** The text that a search reads. Must equal the expression of the index `calls_by_text`. */
export const searchedText = `coalesce(search_text, ${plainText})`;

/** Its lines of the call's id and its agent. */
export const searchedTextWithoutNumbers = `(split_part(${searchedText}, chr(10), 1) || chr(10) || split_part(${searchedText}, chr(10), 2))`;

/**
 * What a search reads when it differs from the fields in lower case: accents and the punctuation of numbers. Null for all
 * other calls, which keeps their rows small.
 */
export function searchTextToStore(fields: SearchedFields): string | null {
  const text = searchText(fields);
  const { id, agentId, customerNumber, systemNumber } = fields;
  const plain = [id, agentId ?? '', customerNumber ?? '', systemNumber ?? '']
    .join('\n')
    .replace(UPPER_CASE, toLowerCase);
  return text === plain ? null : storableText(text);
}

/** What a search reads of a call whose numbers are sealed. Never null, because the columns hold sealed text. */
export const searchTextOfSealed = ({ id, agentId }: SearchedFields): string =>
  storableText(searchText({ id, agentId, customerNumber: null, systemNumber: null }));

/** `lower` of every database changes these letters, whatever its locale. */
const UPPER_CASE = /[A-Z]+/g;
const toLowerCase = (letters: string): string => letters.toLowerCase();
