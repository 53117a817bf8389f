import { useCallback, useMemo } from 'react';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useStoredChoice } from '../../ui/stored-choice.js';
import { useMedia } from '../../ui/use-media.js';
import { useTitle } from '../../ui/use-title.js';
import { navigate, useSearch } from '../../app/location.js';
import { CallCards } from './CallCards.js';
import { CallsFilters } from './CallsFilters.js';
import { ListFooter, pageSizes } from './ListFooter.js';
import { columns } from './calls-columns.js';
import { type ListQuery, firstQuery, isFiltered, listPath, parseListQuery } from './list-query.js';
import { useCalls } from './use-calls.js';
import './calls.css';

const sortOptions = columns.flatMap(({ sortingField, header }) =>
  sortingField
    ? [true, false].map((down) => ({ value: `${sortingField} ${down}`, label: `${header} ${down ? '↓' : '↑'}` }))
    : [],
);

/** Cursors of the pages before this one, kept with the browser's history entry. */
const readTrail = (): (string | null)[] => (Array.isArray(window.history.state) ? window.history.state : []);

function Nothing({ query, onClear }: { query: ListQuery; onClear: () => void }) {
  const filtered = isFiltered(query);
  return (
    <Box textAlign="center" padding={{ vertical: 'xl' }} color="inherit">
      <strong>{filtered ? 'No call matches' : 'No calls yet'}</strong>
      <Box padding={{ bottom: 's' }} color="text-body-secondary">
        {filtered ? 'Nothing fits these filters.' : 'A call appears here as soon as it begins.'}
      </Box>
      {filtered && <Button onClick={onClear}>Clear filters</Button>}
    </Box>
  );
}

/** The list of calls, live; `/`. */
export default function CallsPage() {
  useTitle('Calls');
  const search = useSearch();
  const query = useMemo(() => parseListQuery(search), [search]);
  const [pageSize, setPageSize] = useStoredChoice('earshot.page-size', pageSizes, '25');
  const list = useCalls(query, Number(pageSize));
  const narrow = useMedia('(max-width: 700px)');

  const show = useCallback((next: ListQuery, trail: (string | null)[] = []) => {
    navigate(listPath(next), { state: trail, replace: next.after === null && trail.length === 0 });
  }, []);
  const trail = readTrail();
  const clear = (): void => show(firstQuery);
  const sortBy = (field: string | undefined, descending: boolean): void => {
    const column = columns.find(({ sortingField }) => sortingField !== undefined && sortingField === field);
    if (column?.sortingField) show({ ...query, sort: column.sortingField, descending, after: null });
  };

  const header = (
    <Header
      variant="h1"
      headingTagOverride="h1"
      description="Every call as it happens, and afterwards."
      actions={<Button iconName="refresh" ariaLabel="Refresh" onClick={list.refresh} />}
    >
      Calls
    </Header>
  );
  const filters = <CallsFilters query={query} onChange={show} />;
  const footer = (
    <ListFooter
      pageNumber={query.after === null ? 1 : trail.length > 0 ? trail.length + 1 : null}
      pageSize={pageSize}
      onPageSize={(size) => {
        setPageSize(size);
        show({ ...query, after: null });
      }}
      onPrevious={
        query.after === null ? null : () => show({ ...query, after: trail.at(-1) ?? null }, trail.slice(0, -1))
      }
      onNext={
        list.nextCursor === null ? null : () => show({ ...query, after: list.nextCursor }, [...trail, query.after])
      }
    />
  );
  const firstLoad = list.loading && list.rows.length === 0;
  const empty = list.failure === null && <Nothing query={query} onClear={clear} />;

  return (
    <div className="page">
      <div aria-live="polite" className="notices">
        {list.failure !== null && (
          <Alert
            type="error"
            header="The calls could not be loaded"
            action={<Button onClick={list.refresh}>Try again</Button>}
          >
            {list.failure.message} It is tried again by itself.
          </Alert>
        )}
        {list.unseen.length > 0 && (
          <Alert type="info" action={<Button onClick={clear}>Show newest</Button>}>
            {list.unseen.length === 1 ? 'One new call' : `${list.unseen.length} new calls`} since this page was loaded.
          </Alert>
        )}
      </div>
      {narrow ? (
        <section className="narrow-list">
          {header}
          {filters}
          <Select
            ariaLabel="Sort by"
            options={sortOptions}
            selectedOption={sortOptions.find(({ value }) => value === `${query.sort} ${query.descending}`) ?? null}
            onChange={({ detail }) => {
              const [field, down] = (detail.selectedOption.value ?? '').split(' ');
              sortBy(field, down === 'true');
            }}
          />
          {firstLoad && <StatusIndicator type="loading">Loading calls</StatusIndicator>}
          {!firstLoad && list.rows.length === 0 ? empty : <CallCards calls={list.rows} />}
          {footer}
        </section>
      ) : (
        <Table
          variant="container"
          columnDefinitions={columns}
          items={list.rows}
          trackBy="id"
          header={header}
          filter={filters}
          footer={footer}
          empty={empty}
          loading={firstLoad}
          loadingText="Loading calls"
          sortingColumn={{ sortingField: query.sort }}
          sortingDescending={query.descending}
          onSortingChange={({ detail }) => sortBy(detail.sortingColumn.sortingField, detail.isDescending ?? false)}
          ariaLabels={{ tableLabel: 'Calls' }}
          contentDensity="compact"
        />
      )}
    </div>
  );
}
