/** The list of calls that the reader came from: its address, and the state that the browser kept with it. */
export interface LastList {
  readonly path: string;
  readonly historyState: unknown;
}

const storageKey = 'earshot.last-list';
const everyCall: LastList = { path: '/', historyState: null };

let lastList: LastList | null = null;

/** Remembers the list for the way back; over a reload, too, where the browser has storage. */
export function rememberList(list: LastList): void {
  lastList = list;
  try {
    window.sessionStorage.setItem(storageKey, JSON.stringify(list));
  } catch {
    return;
  }
}

/** The list that the reader came from; the list of every call for a reader who came from elsewhere. */
export function findLastList(): LastList {
  lastList ??= readStored();
  return lastList;
}

function readStored(): LastList {
  try {
    const stored = JSON.parse(window.sessionStorage.getItem(storageKey) ?? 'null') as Partial<LastList> | null;
    // A path of this application starts with one slash; two would lead to another host.
    return /^\/(?!\/)/.test(stored?.path ?? '') ? { ...everyCall, ...stored } : everyCall;
  } catch {
    return everyCall;
  }
}
