import { isPrintable } from '@earshot/contracts';
import type { ProvisionedQuery } from '@earshot/ports';
import { parse, type Compare, type Filter } from 'scim2-parse-filter';
import { ScimRefusal } from './scim-problem.js';

/** Resources on one page at most. */
export const MAX_SCIM_PAGE = 200;
/** The parser needs time that grows fast with some texts. */
const MAX_FILTER_LENGTH = 1_024;
const SCHEMA_PREFIX = /^urn:ietf:params:scim:schemas:core:2\.0:(user|group):/;

/** What SCIM clients may ask a list for: the attribute in lower case, and the condition that it becomes. */
export type FilterNames = ReadonlyMap<string, 'id' | 'name' | 'externalId' | 'member'>;

export const userFilters: FilterNames = new Map([
  ['id', 'id'],
  ['username', 'name'],
  ['externalid', 'externalId'],
]);
export const groupFilters: FilterNames = new Map([
  ['id', 'id'],
  ['displayname', 'name'],
  ['externalid', 'externalId'],
  ['members', 'member'],
  ['members.value', 'member'],
]);

/** A page as its client numbers it, from 1. */
export interface ScimPage {
  readonly startIndex: number;
  readonly query: ProvisionedQuery;
}

/** Reads `filter`, `startIndex` and `count`. Throws `ScimRefusal` for a filter that no index answers. */
export function parseQuery(given: Readonly<Record<string, unknown>>, names: FilterNames): ScimPage {
  const startIndex = Math.max(wholeNumber(given.startIndex) ?? 1, 1);
  const first = Math.min(Math.max(wholeNumber(given.count) ?? MAX_SCIM_PAGE, 0), MAX_SCIM_PAGE);
  const conditions = given.filter === undefined ? {} : parseConditions(given.filter, names);
  return { startIndex, query: { ...conditions, skip: startIndex - 1, first } };
}

function wholeNumber(text: unknown): number | null {
  if (text === undefined) return null;
  if (typeof text !== 'string' || !/^-?\d{1,9}$/.test(text))
    throw new ScimRefusal('invalidValue', 'startIndex and count are whole numbers.');
  return Number(text);
}

function parseConditions(text: unknown, names: FilterNames): Partial<ProvisionedQuery> {
  if (!isParsable(text)) throw unusableFilter(names);
  const found = comparisonsOf(parseFilter(text, names), names).map(({ attrPath, compValue }) => {
    const name = names.get(attrPath.toLowerCase().replace(SCHEMA_PREFIX, ''));
    if (name === undefined || typeof compValue !== 'string' || !isPrintable(compValue)) throw unusableFilter(names);
    return [name, compValue] as const;
  });
  if (new Set(found.map(([name]) => name)).size < found.length) throw unusableFilter(names);
  return Object.fromEntries(found);
}

/** A text that the parser reads in time: with many line breaks in a string it would never end. */
export const isParsable = (text: unknown): text is string =>
  typeof text === 'string' && text.length <= MAX_FILTER_LENGTH && isPrintable(text);

function parseFilter(text: string, names: FilterNames): Filter {
  try {
    return parse(text);
  } catch {
    throw unusableFilter(names);
  }
}

/** The comparisons that must all hold. `members[value eq "…"]` is one of them. */
function comparisonsOf(filter: Filter, names: FilterNames): Compare[] {
  if (filter.op === 'and') return filter.filters.flatMap((part) => comparisonsOf(part, names));
  if (filter.op === 'eq') return [filter];
  if (filter.op !== '[]' || filter.valFilter.op !== 'eq') throw unusableFilter(names);
  return [{ ...filter.valFilter, attrPath: `${filter.attrPath}.${filter.valFilter.attrPath}` }];
}

const unusableFilter = (names: FilterNames): ScimRefusal =>
  new ScimRefusal('invalidFilter', `A filter compares ${[...names.keys()].join(', ')} with eq, joined by and.`);
