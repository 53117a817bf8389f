import { useSyncExternalStore } from 'react';

const changed = 'earshot:navigated';

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('popstate', listener);
  window.addEventListener(changed, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(changed, listener);
  };
};

/** Goes to a path of this application; `state` is kept by the browser with the history entry, also over a reload. */
export function navigate(to: string, options: { replace?: boolean; state?: unknown } = {}): void {
  window.history[options.replace ? 'replaceState' : 'pushState'](options.state ?? null, '', to);
  window.dispatchEvent(new Event(changed));
}

/** Path of the page, still percent-encoded. */
export const usePath = (): string => useSyncExternalStore(subscribe, () => window.location.pathname);

/** Query string of the page, with its question mark. */
export const useSearch = (): string => useSyncExternalStore(subscribe, () => window.location.search);

/** Turns plain clicks on links of this application into navigation without a page load; returns how to stop. */
export function followLinks(): () => void {
  const onClick = (event: MouseEvent): void => {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!plain || event.defaultPrevented || !link || link.target || link.hasAttribute('download')) return;
    if (!link.getAttribute('href')?.startsWith('/')) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
    window.scrollTo(0, 0);
  };
  document.addEventListener('click', onClick);
  return () => document.removeEventListener('click', onClick);
}
