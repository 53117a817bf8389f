import Button from '@cloudscape-design/components/button';
import Select from '@cloudscape-design/components/select';

export const pageSizes = ['10', '25', '50'] as const;
export type PageSize = (typeof pageSizes)[number];

const sizeOptions = pageSizes.map((value) => ({ value, label: `${value} per page` }));

export interface ListFooterProps {
  readonly pageNumber: number | null;
  readonly pageSize: PageSize;
  readonly onPageSize: (size: PageSize) => void;
  readonly onPrevious: (() => void) | null;
  readonly onNext: (() => void) | null;
}

/** Steps through pages by cursor: there is no last page to jump to, and none is counted. */
export function ListFooter({ pageNumber, pageSize, onPageSize, onPrevious, onNext }: ListFooterProps) {
  return (
    <nav className="list-footer" aria-label="Pages of calls">
      <Select
        ariaLabel="Calls per page"
        options={sizeOptions}
        selectedOption={sizeOptions.find(({ value }) => value === pageSize) ?? null}
        onChange={({ detail }) =>
          onPageSize(pageSizes.find((size) => size === detail.selectedOption.value) ?? pageSize)
        }
      />
      <span className="list-steps">
        <Button
          iconName="angle-left"
          variant="icon"
          ariaLabel="Previous page"
          disabled={!onPrevious}
          onClick={() => onPrevious?.()}
        />
        {pageNumber !== null && <span className="page-number">Page {pageNumber}</span>}
        <Button
          iconName="angle-right"
          variant="icon"
          ariaLabel="Next page"
          disabled={!onNext}
          onClick={() => onNext?.()}
        />
      </span>
    </nav>
  );
}
