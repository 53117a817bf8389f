type Listener = () => void;

let shown = false;
const waiting = new Set<Listener>();

/** A page calls this when it has its data. */
export function markFirstContent(): void {
  shown = true;
  for (const listener of waiting) listener();
  waiting.clear();
}

/** Calls back once a page has its data: work that can wait must not slow that down. Returns a function that stops it. */
export function onFirstContent(listener: Listener): () => void {
  if (shown) listener();
  else waiting.add(listener);
  return () => waiting.delete(listener);
}
