import type { ReactNode } from 'react';
import type { PageInfo } from '@earshot/graphql-api';
import { describeFailure } from '../../api/describe-failure.js';
import type { ReadState } from '../../api/use-read.js';
import { Notice } from '../../ui/Notice.js';
import { SkeletonRows } from '../../ui/PageSkeleton.js';
import { AdminTable, type AdminTableProps } from './AdminTable.js';
import { PageSteps } from './PageSteps.js';
import type { Pages } from './use-pages.js';
import './admin-pages.css';

interface AdminListProps extends AdminTableProps {
  /** What the rows are, inside a sentence. */
  readonly of: string;
  readonly read: Pick<ReadState<unknown>, 'data' | 'error'>;
  /** What the page says when there is no row. */
  readonly empty: ReactNode;
  /** Absent for a list that always is one page. */
  readonly pages?: Pages;
  readonly pageInfo?: PageInfo | undefined;
}

/** The rows that a page read, and what it shows while it has none. */
export const AdminList = ({ of, read: { data, error }, empty, pages, pageInfo, ...table }: AdminListProps) => (
  <>
    {error && (
      <div className="notices">
        <Notice kind="error" title={`Could not load the ${of}`}>
          {describeFailure(error)} Retrying…
        </Notice>
      </div>
    )}
    {data === undefined && !error && (
      <>
        <p role="status" className="visually-hidden">
          Loading the {of}
        </p>
        <SkeletonRows count={4} />
      </>
    )}
    {data !== undefined && (table.rows.length > 0 ? <AdminTable {...table} /> : <p className="admin-empty">{empty}</p>)}
    {pages && <PageSteps of={of} onPrevious={pages.onPrevious} onNext={pages.stepAfter(pageInfo)} />}
  </>
);
