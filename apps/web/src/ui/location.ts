import { useSyncExternalStore } from 'react';

const navigatedEvent = 'earshot:navigated';

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('popstate', listener);
  window.addEventListener(navigatedEvent, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(navigatedEvent, listener);
  };
};

/** Opens a path of this application. The browser keeps `state` with the history entry, also over a reload. */
export function navigate(to: string, options: { replace?: boolean; state?: unknown } = {}): void {
  window.history[options.replace ? 'replaceState' : 'pushState'](options.state ?? null, '', to);
  window.dispatchEvent(new Event(navigatedEvent));
}

/** The current path, still percent-encoded. */
export const usePath = (): string => useSyncExternalStore(subscribe, () => window.location.pathname);

/** The current query string, with its question mark. */
export const useSearch = (): string => useSyncExternalStore(subscribe, () => window.location.search);

/** Makes plain clicks on links of this application navigate without a page load. Returns a function that stops it. */
export function followLinks(): () => void {
  const onClick = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || event.defaultPrevented || !isPlainClick(event) || !isPageLink(link)) return;
    event.preventDefault();
    navigate(link.pathname + link.search);
    window.scrollTo(0, 0);
  };
  document.addEventListener('click', onClick);
  return () => document.removeEventListener('click', onClick);
}

/** A click without the keys that open a link elsewhere. */
export const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

const isPageLink = (link: HTMLAnchorElement): boolean =>
  !link.target && !link.hasAttribute('download') && (link.getAttribute('href')?.startsWith('/') ?? false);
