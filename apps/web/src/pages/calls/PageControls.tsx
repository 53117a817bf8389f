import './page-controls.css';

export const pageSizes = ['10', '25', '50'] as const;
export type PageSize = (typeof pageSizes)[number];

export interface PageControlsProps {
  /** Null when the reader came to a later page by its address: the cursor does not tell its number. */
  readonly pageNumber: number | null;
  readonly pageSize: PageSize;
  readonly onPageSizeChange: (size: PageSize) => void;
  readonly onPrevious: (() => void) | null;
  readonly onNext: (() => void) | null;
}

interface StepProps {
  readonly label: string;
  readonly path: string;
  readonly onStep: (() => void) | null;
}

const Step = ({ label, path, onStep }: StepProps) => (
  <button type="button" className="button" aria-label={label} disabled={!onStep} onClick={() => onStep?.()}>
    <svg viewBox="0 0 10 10" width="12" height="12" aria-hidden="true" className="step-arrow">
      <path d={path} />
    </svg>
  </button>
);

/** Previous page, next page, page size. Pages go by cursor, so there is no last page and no count of pages. */
export function PageControls({ pageNumber, pageSize, onPageSizeChange, onPrevious, onNext }: PageControlsProps) {
  return (
    <nav className="page-controls" aria-label="Pages of calls">
      <select
        className="choice"
        aria-label="Calls per page"
        value={pageSize}
        onChange={({ target }) => onPageSizeChange(pageSizes.find((size) => size === target.value) ?? pageSize)}
      >
        {pageSizes.map((size) => (
          <option key={size} value={size}>
            {size} per page
          </option>
        ))}
      </select>
      <span className="page-steps">
        <Step label="Previous page" path="M7 1 3 5l4 4" onStep={onPrevious} />
        {pageNumber !== null && <span className="tabular">Page {pageNumber}</span>}
        <Step label="Next page" path="M3 1l4 4-4 4" onStep={onNext} />
      </span>
    </nav>
  );
}
