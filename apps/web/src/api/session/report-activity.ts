/** What a reader does at the page. Moving the mouse alone is nothing: it also happens when somebody bumps the table. */
const activities = ['pointerdown', 'keydown', 'wheel'] as const;

/** Each use counts for this part of the time after which an unused session ends. */
const partOfIdleLimit = 10;

/**
 * Calls `report` when the reader does something, at most once in a tenth of the idle limit. Somebody who reads a live call
 * sends no request for hours, and is not away. Returns a function that stops it.
 */
export function reportActivity(idleLimitMs: () => number | undefined, report: () => void): () => void {
  let reportedAtMs = Date.now();
  const note = (): void => {
    const limitMs = idleLimitMs();
    if (limitMs === undefined || Date.now() - reportedAtMs < limitMs / partOfIdleLimit) return;
    reportedAtMs = Date.now();
    report();
  };
  for (const activity of activities) document.addEventListener(activity, note, { passive: true, capture: true });
  return () => {
    for (const activity of activities) document.removeEventListener(activity, note, { capture: true });
  };
}
