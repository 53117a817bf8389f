import { searchPatterns, type CallConditions } from '@earshot/domain';
import type { CallSearch } from '@earshot/ports';
import { storableText } from '../../storable-text.js';
import { toTime } from '../../sql-time.js';
import { searchedText, searchedTextWithoutNumbers } from './searched-text.js';

/** Collects parameters and returns their placeholders. */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

export interface ParameterizedSql {
  readonly text: string;
  readonly values: unknown[];
}

type Wanted = Required<CallConditions>;

const patternsOf = (wanted: string, parameters: Parameters, toSql: (pattern: string) => string): string[] =>
  searchPatterns(wanted).map((pattern) => toSql(parameters.add(`%${escapeLike(pattern)}%`)));

const anyOf = (conditions: readonly string[]): string => `(${conditions.join(' or ')})`;

type ToSql<K extends keyof Wanted> = (
  wanted: Wanted[K],
  parameters: Parameters,
  numberDigests: readonly string[],
) => string;

/** The SQL of each condition on `calls`. It must agree with `meetsConditions`. */
const conditionSql: { readonly [K in keyof Wanted]: ToSql<K> } = {
  status: (wanted, parameters) => `status = any(${parameters.add(wanted)}::call_status[])`,
  agentId: (wanted, parameters) => `agent_id = ${parameters.add(storableText(wanted))}`,
  text: (wanted, parameters, numberDigests) =>
    anyOf([
      ...patternsOf(wanted, parameters, (pattern) => `${searchedText} like ${pattern}`),
      ...(numberDigests.length === 0 ? [] : [`number_digests && ${parameters.add(numberDigests)}::text[]`]),
    ]),
  // The condition on the whole text narrows the search by its index.
  textWithoutNumbers: (wanted, parameters) =>
    anyOf(
      patternsOf(
        wanted,
        parameters,
        (pattern) => `(${searchedText} like ${pattern} and ${searchedTextWithoutNumbers} like ${pattern})`,
      ),
    ),
  queue: (wanted, parameters) => `queue = ${parameters.add(storableText(wanted))}`,
  category: (wanted, parameters) => `categories @> ${parameters.add([storableText(wanted)])}::text[]`,
  hasAlert: (wanted) => (wanted ? 'alert_count > 0' : 'alert_count = 0'),
  startedFromMs: (wanted, parameters) => `started_at >= ${toTime(parameters.add(wanted))}`,
  startedToMs: (wanted, parameters) => `started_at <= ${toTime(parameters.add(wanted))}`,
};

/** The conditions of a search on the columns of `calls`. */
export function filterConditions({ filter, numberDigests = [] }: CallSearch, parameters: Parameters): string[] {
  const toSql = <K extends keyof Wanted>(name: K): string[] => {
    const wanted = filter[name];
    return wanted === undefined ? [] : [conditionSql[name](wanted as Wanted[K], parameters, numberDigests)];
  };
  return (Object.keys(conditionSql) as (keyof Wanted)[]).flatMap(toSql);
}

/** Searches for the text literally. */
export const escapeLike = (text: string): string => storableText(text).replace(/[\\%_]/g, '\\$&');
