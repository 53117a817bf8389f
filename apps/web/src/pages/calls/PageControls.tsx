import Button from '@cloudscape-design/components/button';
import Select from '@cloudscape-design/components/select';
import './page-controls.css';

export const pageSizes = ['10', '25', '50'] as const;
export type PageSize = (typeof pageSizes)[number];

const sizeOptions = pageSizes.map((value) => ({ value, label: `${value} per page` }));

export interface PageControlsProps {
  /** Null when the reader came to a later page by its address: the cursor does not tell its number. */
  readonly pageNumber: number | null;
  readonly pageSize: PageSize;
  readonly onPageSizeChange: (size: PageSize) => void;
  readonly onPrevious: (() => void) | null;
  readonly onNext: (() => void) | null;
}

/** Previous page, next page, page size. Pages go by cursor, so there is no last page and no count of pages. */
export function PageControls({ pageNumber, pageSize, onPageSizeChange, onPrevious, onNext }: PageControlsProps) {
  return (
    <nav className="page-controls" aria-label="Pages of calls">
      <Select
        ariaLabel="Calls per page"
        options={sizeOptions}
        selectedOption={sizeOptions.find(({ value }) => value === pageSize) ?? null}
        onChange={({ detail }) =>
          onPageSizeChange(pageSizes.find((size) => size === detail.selectedOption.value) ?? pageSize)
        }
      />
      <span className="page-steps">
        <Button
          iconName="angle-left"
          variant="icon"
          ariaLabel="Previous page"
          disabled={!onPrevious}
          onClick={() => onPrevious?.()}
        />
        {pageNumber !== null && <span className="tabular">Page {pageNumber}</span>}
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
