import { callStatuses } from '@earshot/domain';
import { Failure, type CallQuery } from '@earshot/ports';
import { storableText } from '../../storable-text.js';
import { callSorts, type CallSort } from './call-sort.js';
import { decodeCursor } from './cursor.js';

/** Collects parameters and gives their places. */
class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}

export interface PageSql {
  readonly text: string;
  readonly values: unknown[];
}

/** The name of an order, as cursors carry it. */
export const orderOf = ({ sort }: CallQuery): string => `calls ${sort.field} ${sort.direction}`;

/** Selects what the filter lets through, to be estimated; null where there is no filter. */
export function filterSql({ filter }: CallQuery): PageSql | null {
  const parameters = new Parameters();
  const filters = filtersOf(filter, parameters);
  return filters.length === 0
    ? null
    : { text: `select from calls where ${filters.join(' and ')}`, values: parameters.values };
}

/**
 * The ids and sort keys of one page and one row more. Rows with a value come first in either direction, so a list is
 * two ranges of one index, the second read only when the first did not fill the page. `filterFirst`: find what the
 * filter lets through and sort that, instead of walking the order until enough of it came by.
 */
export function callPageSql(query: CallQuery, filterFirst: boolean): PageSql {
  const sort = callSorts[query.sort.field];
  const parameters = new Parameters();
  const filters = filtersOf(query.filter, parameters);
  const [value, id] = query.after === undefined ? [] : decodeCursor(query.after, orderOf(query), [sort.part, 'text']);
  checkEnum(query, value);
  const limit = parameters.add(query.first + 1);
  const branch = (conditions: readonly string[]): string => {
    const all = filterFirst ? conditions : [...filters, ...conditions];
    const order = `order by ${sort.column} ${query.sort.direction}, id ${query.sort.direction}`;
    return `(select id, ${sort.key} as key from ${filterFirst ? 'hits' : 'calls'}
      ${all.length > 0 ? `where ${all.join(' and ')}` : ''} ${order} limit ${limit})`;
  };
  const branches = branchesOf(query, sort, parameters, value, id).map(branch);
  const [only = ''] = branches;
  const pages = branches.length === 1 ? only : `${branches.join('\nunion all\n')}\nlimit ${limit}`;
  const hits = `with hits as materialized (select id, ${sort.column} from calls where ${filters.join(' and ')})`;
  return { text: filterFirst ? `${hits}\n${pages}` : pages, values: parameters.values };
}

function branchesOf(query: CallQuery, sort: CallSort, parameters: Parameters, value: unknown, id: unknown): string[][] {
  const { column, isNullable } = sort;
  const beyond = query.sort.direction === 'ASC' ? '>' : '<';
  const none = `${column} is null`;
  if (id === undefined) return isNullable ? [[`${column} is not null`], [none]] : [[]];
  const place = parameters.add(id);
  if (value === null) return [[none, `id ${beyond} ${place}`]];
  const after = `(${column}, id) ${beyond} (${sort.valueOf(parameters.add(value))}, ${place})`;
  return isNullable ? [[after], [none]] : [[after]];
}

function filtersOf(filter: CallQuery['filter'], parameters: Parameters): string[] {
  const { status, agentId, text, category, hasAlert, startedFromMs, startedToMs } = filter;
  const filters: string[] = [];
  const add = (value: unknown, condition: (place: string) => string) => {
    if (value !== undefined) filters.push(condition(parameters.add(value)));
  };
  add(status, (place) => `status = any(${place}::call_status[])`);
  add(agentId && storableText(agentId), (place) => `agent_id = ${place}`);
  add(
    text === undefined || text === '' ? undefined : `%${escapeLike(text)}%`,
    (place) => `${searchText} like lower(${place})`,
  );
  add(category === undefined ? undefined : [storableText(category)], (place) => `categories @> ${place}::text[]`);
  if (hasAlert !== undefined) filters.push(hasAlert ? 'alert_count > 0' : 'alert_count = 0');
  add(startedFromMs, (place) => `started_at >= to_timestamp(${place}::float8 / 1000.0)`);
  add(startedToMs, (place) => `started_at <= to_timestamp(${place}::float8 / 1000.0)`);
  return filters;
}

/** The very expression of the index `calls_by_text`; the line feed keeps a match within one field. */
export const searchText = `lower(id || chr(10) || coalesce(agent_id, '') || chr(10) || coalesce(customer_number, '') || chr(10) || coalesce(system_number, ''))`;

/** What a person typed stands for itself; a line feed must not match between two fields. */
const escapeLike = (text: string): string =>
  storableText(text)
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('\n', '\r');

function checkEnum({ sort }: CallQuery, value: unknown): void {
  if (sort.field === 'STATUS' && value !== undefined && !callStatuses.includes(value as never)) {
    throw new Failure('BAD_CURSOR', 'The cursor is not one of this list.');
  }
}
