interface PageStepsProps {
  /** What the pages are of. */
  readonly of: string;
  /** Null: there is no page in this direction. */
  readonly onPrevious: (() => void) | null;
  readonly onNext: (() => void) | null;
}

/** Steps through the pages of a list. Absent for a list of one page. */
export const PageSteps = ({ of, onPrevious, onNext }: PageStepsProps) =>
  (onPrevious !== null || onNext !== null) && (
    <nav className="admin-actions" aria-label={`Pages of ${of}`}>
      <button type="button" className="button" disabled={!onPrevious} onClick={() => onPrevious?.()}>
        Previous page
      </button>
      <button type="button" className="button" disabled={!onNext} onClick={() => onNext?.()}>
        Next page
      </button>
    </nav>
  );
