import { callStatuses, type RowScope } from '@earshot/domain';
import { Failure, type CallQuery } from '@earshot/ports';
import { callSorts, type CallSort } from './call-sort.js';
import { decodeCursor } from './cursor.js';
import { filterConditions, Parameters, type ParameterizedSql } from './filter-conditions.js';
import { scopeConditions, scopeName, type ReachedRows } from './scope-conditions.js';

/** A query for a page, and the rows that its reader may reach. */
export interface ScopedCallQuery extends CallQuery {
  readonly reached: ReachedRows;
  /** The name of the order of the list; its cursors contain it. */
  readonly order: string;
}

/** A cursor of another order or of another scope does not have this name. */
export const orderName = (scope: RowScope, { sort }: CallQuery): string =>
  `calls ${sort.field} ${sort.direction} ${scopeName(scope)}`;

/** Selects the calls that match the filter, for an estimate of their number. Null if every call of the tenant matches. */
export function filterSql({ reached, ...search }: ScopedCallQuery): ParameterizedSql | null {
  const parameters = new Parameters();
  const filters = filterConditions(search, parameters);
  if (filters.length === 0 && reached.only === null) return null;
  const conditions = [...scopeConditions(reached, parameters, 'calls'), ...filters];
  return { text: `select from calls where ${conditions.join(' and ')}`, values: parameters.values };
}

/**
 * Selects the ids and sort keys of one page and one more row. Rows with a value come before rows without one in both
 * directions, so a list is two ranges of one index; the second is read only if the first does not fill the page.
 * With `filterFirst` it finds all calls that match the filter and sorts them, instead of scanning the index in order.
 */
export function callPageSql(query: ScopedCallQuery, filterFirst: boolean): ParameterizedSql {
  const sort = callSorts[query.sort.field];
  const parameters = new Parameters();
  const filters = [...scopeConditions(query.reached, parameters, 'calls'), ...filterConditions(query, parameters)];
  const [value, id] = query.after === undefined ? [] : decodeCursor(query.after, query.order, [sort.part, 'text']);
  checkStatus(query, value);
  const limit = parameters.add(query.first + 1);
  const selectRange = (conditions: readonly string[]): string => {
    const all = filterFirst ? conditions : [...filters, ...conditions];
    const order = `order by ${sort.column} ${query.sort.direction}, id ${query.sort.direction}`;
    return `(select id, ${sort.key} as key from ${filterFirst ? 'matches' : 'calls'}
      ${all.length > 0 ? `where ${all.join(' and ')}` : ''} ${order} limit ${limit})`;
  };
  const ranges = rangeConditions(query, sort, parameters, value, id).map(selectRange);
  const [only = ''] = ranges;
  const pages = ranges.length === 1 ? only : `${ranges.join('\nunion all\n')}\nlimit ${limit}`;
  const matches = `with matches as materialized (select id, ${sort.column} from calls where ${filters.join(' and ')})`;
  return { text: filterFirst ? `${matches}\n${pages}` : pages, values: parameters.values };
}

function rangeConditions(
  query: CallQuery,
  sort: CallSort,
  parameters: Parameters,
  value: unknown,
  id: unknown,
): string[][] {
  const { column, isNullable } = sort;
  const beyond = query.sort.direction === 'ASC' ? '>' : '<';
  const none = `${column} is null`;
  if (id === undefined) return isNullable ? [[`${column} is not null`], [none]] : [[]];
  const place = parameters.add(id);
  if (value === null) return [[none, `id ${beyond} ${place}`]];
  const after = `(${column}, id) ${beyond} (${sort.valueOf(parameters.add(value))}, ${place})`;
  return isNullable ? [[after], [none]] : [[after]];
}

function checkStatus({ sort }: CallQuery, value: unknown): void {
  if (sort.field === 'STATUS' && value !== undefined && !callStatuses.includes(value as never)) {
    throw new Failure('BAD_CURSOR', 'The cursor does not belong to this list.');
  }
}
