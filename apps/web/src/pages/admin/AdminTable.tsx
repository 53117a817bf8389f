import { type ReactNode, useEffect, useRef } from 'react';

export interface AdminRow {
  readonly key: string;
  /** One for each head. A null leaves the cell out on a narrow screen. */
  readonly cells: readonly ReactNode[];
  /** Whether what the row is about has ended. */
  readonly isOver?: boolean;
}

export interface AdminTableProps {
  /** What the rows are, for screen readers. */
  readonly label: string;
  /** The first one is of the column that names the row. */
  readonly heads: readonly string[];
  readonly rows: readonly AdminRow[];
}

/** Keeps the focus at the table when a change removes the button that had it. */
function useKeptFocus() {
  const region = useRef<HTMLDivElement>(null);
  const hadFocus = useRef(false);
  useEffect(() => {
    const { activeElement, body } = document;
    if (hadFocus.current && activeElement === body) region.current?.focus({ preventScroll: true });
    else hadFocus.current = region.current?.contains(activeElement) ?? false;
  });
  return region;
}

/** A table of an administration page. On a narrow screen each row is a card, in which every value stands beside its head. */
export const AdminTable = ({ label, heads, rows }: AdminTableProps) => (
  <div ref={useKeptFocus()} className="table-scroller" tabIndex={0} role="region" aria-label={label}>
    <table className="admin-table">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [name, ...cells], isOver = false }) => (
          <tr key={key} className={isOver ? 'is-over' : undefined}>
            <th scope="row">{name}</th>
            {cells.map((cell, at) => (
              <td key={heads[at + 1]} data-head={heads[at + 1]}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
