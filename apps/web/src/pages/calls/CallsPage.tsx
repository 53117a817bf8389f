import { type ReactNode, useCallback, useMemo } from 'react';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { navigate, useSearch } from '../../ui/location.js';
import { useStoredChoice } from '../../ui/stored-choice.js';
import { useMedia } from '../../ui/use-media.js';
import { CallCards } from './CallCards.js';
import { CallFilters } from './CallFilters.js';
import { PageControls, pageSizes } from './PageControls.js';
import { columns } from './call-columns.js';
import type { CallListState } from './call-list-state.js';
import { type ListQuery, defaultQuery, isFiltered, listPath, parseListQuery } from './list-query.js';
import { useCallList } from './use-call-list.js';
import './calls-page.css';

const sortOptions = columns.flatMap(({ sortingField, header }) =>
  sortingField
    ? [true, false].map((down) => ({ value: `${sortingField} ${down}`, label: `${header} ${down ? '↓' : '↑'}` }))
    : [],
);

/** The query of the page, from its address, and how to change it. */
function useListQuery() {
  const search = useSearch();
  const query = useMemo(() => parseListQuery(search), [search]);
  const showQuery = useCallback((next: ListQuery, earlierCursors: (string | null)[] = []) => {
    const replace = next.after === null && earlierCursors.length === 0;
    navigate(listPath(next), { state: earlierCursors, replace });
  }, []);
  const sortBy = (field: string | undefined, descending: boolean): void => {
    const column = columns.find(({ sortingField }) => sortingField !== undefined && sortingField === field);
    if (column?.sortingField) showQuery({ ...query, sort: column.sortingField, descending, after: null });
  };
  return { query, showQuery, sortBy };
}

/** Cursors of the earlier pages; the browser keeps them with its history entry. */
const readEarlierCursors = (): (string | null)[] => (Array.isArray(window.history.state) ? window.history.state : []);

function pageNumberOf(query: ListQuery, earlierCursors: readonly (string | null)[]): number | null {
  if (query.after === null) return 1;
  return earlierCursors.length > 0 ? earlierCursors.length + 1 : null;
}

function EmptyList({ query, onClear }: { query: ListQuery; onClear: () => void }) {
  const filtered = isFiltered(query);
  return (
    <Box textAlign="center" padding={{ vertical: 'xl' }} color="inherit">
      <strong>{filtered ? 'No matching calls' : 'No calls yet'}</strong>
      <Box padding={{ bottom: 's' }} color="text-body-secondary">
        {filtered ? 'No call matches these filters.' : 'A call appears here when it starts.'}
      </Box>
      {filtered && <Button onClick={onClear}>Clear filters</Button>}
    </Box>
  );
}

interface ListNoticesProps {
  readonly list: CallListState;
  readonly onRetry: () => void;
  readonly onShowNewest: () => void;
}

function ListNotices({ list: { failure, newCallIds }, onRetry, onShowNewest }: ListNoticesProps) {
  return (
    <div aria-live="polite" className="notices">
      {failure !== null && (
        <Alert type="error" header="Could not load the calls" action={<Button onClick={onRetry}>Try now</Button>}>
          {failure.message} Retrying…
        </Alert>
      )}
      {newCallIds.length > 0 && (
        <Alert type="info" action={<Button onClick={onShowNewest}>Show newest</Button>}>
          {newCallIds.length === 1 ? '1 new call' : `${newCallIds.length} new calls`} since this page loaded.
        </Alert>
      )}
    </div>
  );
}

/** The live list of calls: `/`. */
export default function CallsPage() {
  const { query, showQuery, sortBy } = useListQuery();
  const [pageSize, setPageSize] = useStoredChoice('earshot.page-size', pageSizes, '25');
  const list = useCallList(query, Number(pageSize));
  const narrow = useMedia('(max-width: 700px)');
  const clearQuery = (): void => showQuery(defaultQuery);
  const earlierCursors = readEarlierCursors();
  const showPrevious = (): void =>
    showQuery({ ...query, after: earlierCursors.at(-1) ?? null }, earlierCursors.slice(0, -1));
  const showNext = (): void => showQuery({ ...query, after: list.nextCursor }, [...earlierCursors, query.after]);

  const parts: ListParts = {
    list,
    query,
    sortBy,
    header: (
      <Header
        variant="h1"
        headingTagOverride="h1"
        description="Live and past calls."
        actions={<Button iconName="refresh" ariaLabel="Refresh" onClick={list.refresh} />}
      >
        Calls
      </Header>
    ),
    filters: <CallFilters query={query} onChange={showQuery} />,
    footer: (
      <PageControls
        pageNumber={pageNumberOf(query, earlierCursors)}
        pageSize={pageSize}
        onPageSizeChange={(size) => {
          setPageSize(size);
          showQuery({ ...query, after: null });
        }}
        onPrevious={query.after === null ? null : showPrevious}
        onNext={list.nextCursor === null ? null : showNext}
      />
    ),
    empty: list.failure === null && <EmptyList query={query} onClear={clearQuery} />,
  };

  return (
    <div className="page">
      <ListNotices list={list} onRetry={list.refresh} onShowNewest={clearQuery} />
      {narrow ? <NarrowList {...parts} /> : <WideList {...parts} />}
    </div>
  );
}

interface ListParts {
  readonly list: CallListState;
  readonly query: ListQuery;
  readonly sortBy: (field: string | undefined, descending: boolean) => void;
  readonly header: ReactNode;
  readonly filters: ReactNode;
  readonly footer: ReactNode;
  readonly empty: ReactNode;
}

const isFirstLoad = ({ loading, rows }: CallListState): boolean => loading && rows.length === 0;

function NarrowList({ list, query, sortBy, header, filters, footer, empty }: ListParts) {
  const firstLoad = isFirstLoad(list);
  return (
    <section className="narrow-list">
      {header}
      {filters}
      <Select
        ariaLabel="Sort by"
        options={sortOptions}
        selectedOption={sortOptions.find(({ value }) => value === `${query.sort} ${query.descending}`) ?? null}
        onChange={({ detail }) => {
          const [field, descending] = (detail.selectedOption.value ?? '').split(' ');
          sortBy(field, descending === 'true');
        }}
      />
      {firstLoad && <StatusIndicator type="loading">Loading calls</StatusIndicator>}
      {!firstLoad && list.rows.length === 0 ? empty : <CallCards calls={list.rows} />}
      {footer}
    </section>
  );
}

function WideList({ list, query, sortBy, header, filters, footer, empty }: ListParts) {
  return (
    <Table
      variant="container"
      columnDefinitions={columns}
      items={list.rows}
      trackBy="id"
      header={header}
      filter={filters}
      footer={footer}
      empty={empty}
      loading={isFirstLoad(list)}
      loadingText="Loading calls"
      sortingColumn={{ sortingField: query.sort }}
      sortingDescending={query.descending}
      onSortingChange={({ detail }) => sortBy(detail.sortingColumn.sortingField, detail.isDescending ?? false)}
      ariaLabels={{ tableLabel: 'Calls' }}
      contentDensity="compact"
    />
  );
}
