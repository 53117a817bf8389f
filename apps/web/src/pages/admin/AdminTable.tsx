import type { ReactNode } from 'react';

interface AdminTableProps {
  /** What the rows are, for screen readers. */
  readonly label: string;
  readonly heads: readonly string[];
  /** The rows. */
  readonly children: ReactNode;
}

/** A table of an administration page. It scrolls on its own where the window is narrow. */
export const AdminTable = ({ label, heads, children }: AdminTableProps) => (
  <div className="table-scroller" tabIndex={0} role="region" aria-label={label}>
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
      <tbody>{children}</tbody>
    </table>
  </div>
);
