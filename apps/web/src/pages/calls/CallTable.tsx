import { memo } from 'react';
import type { CallRowFragment, CallSortField } from '@earshot/graphql-api';
import { type Column, columns } from './call-columns.js';
import type { ListQuery } from './list-query.js';
import './call-table.css';

interface HeadCellProps {
  readonly column: Column;
  readonly query: ListQuery;
  readonly onSort: (field: CallSortField) => void;
}

function HeadCell({ column: { id, header, sort }, query, onSort }: HeadCellProps) {
  if (sort === undefined)
    return (
      <th scope="col" className={`column-${id}`}>
        {header}
      </th>
    );
  const sorted = query.sort === sort;
  const direction = query.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" className={`column-${id}`} aria-sort={sorted ? direction : 'none'}>
      <button type="button" className="sort-button" onClick={() => onSort(sort)}>
        {header}
        <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" className={sorted ? undefined : 'unsorted'}>
          <path d={sorted && !query.descending ? 'M1 8l4-6 4 6z' : 'M1 2l4 6 4-6z'} />
        </svg>
      </button>
    </th>
  );
}

/** Memoised: a push changes one call, and the rows of the others stay the same. */
const CallRow = memo(function CallRow({ call, hasLeft }: { call: CallRowFragment; hasLeft: boolean }) {
  return (
    <tr className={hasLeft ? 'has-left' : undefined}>
      {columns.map(({ id, cell, title }) =>
        id === 'id' ? (
          <th key={id} scope="row" className={`column-${id}`}>
            {cell(call)}
            {hasLeft && <span className="visually-hidden"> no longer matches the filters</span>}
          </th>
        ) : (
          <td key={id} className={`column-${id}`} title={title?.(call)}>
            {cell(call)}
          </td>
        ),
      )}
    </tr>
  );
});

interface CallTableProps {
  readonly calls: readonly CallRowFragment[];
  readonly leftIds: readonly string[];
  readonly query: ListQuery;
  readonly onSort: (field: CallSortField) => void;
}

/** The list on a wide screen: a row of one line per call. */
export function CallTable({ calls, leftIds, query, onSort }: CallTableProps) {
  return (
    <table className="call-table">
      <caption className="visually-hidden">Calls</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <HeadCell key={column.id} column={column} query={query} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <CallRow key={call.id} call={call} hasLeft={leftIds.includes(call.id)} />
        ))}
      </tbody>
    </table>
  );
}
