import type { CallListState } from './call-list-state.js';

/** The list as the reader left it. */
export interface KeptList {
  readonly path: string;
  readonly state: CallListState;
  readonly scrollPx: number;
}

// One list, so this needs no bound. It lives as long as the page in the browser.
let kept: KeptList | null = null;

export function keepList(list: KeptList): void {
  kept = list;
}

/** The list of this path and query string, if it was the last one. */
export const takeKeptList = (path: string): KeptList | null => (kept?.path === path ? kept : null);
