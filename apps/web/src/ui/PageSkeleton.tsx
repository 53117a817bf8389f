import './skeleton.css';

const rowCount = 12;

/** Grey bars in the shape of rows, for a table or a list that is loading. */
export function SkeletonRows({ count = rowCount }: { count?: number }) {
  return (
    <div className="skeleton-rows" aria-hidden="true">
      {Array.from({ length: count }, (_, at) => (
        <div key={at} className="skeleton-row" />
      ))}
    </div>
  );
}

/** What stands in for a page whose code is loading. `index.html` has the same shape for the time before any code runs. */
export function PageSkeleton() {
  return (
    <div className="page">
      <p role="status" className="visually-hidden">
        Loading…
      </p>
      <div className="skeleton-title" aria-hidden="true" />
      <div className="skeleton-box">
        <SkeletonRows />
      </div>
    </div>
  );
}
