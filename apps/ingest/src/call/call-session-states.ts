/** How a call ends in this process. `MOVED`: it continues in another process, and may come back. */
export type CallEnding = 'ENDED' | 'REFUSED' | 'MOVED';

/** `CONNECTED`: a client brings the call. `LOST`: the connection was lost, the client may return. `OVER`: its end is decided. */
export type CallSessionState = 'CONNECTED' | 'LOST' | 'OVER';

export const callSessionTransitions: Record<CallSessionState, readonly CallSessionState[]> = {
  CONNECTED: ['CONNECTED', 'LOST', 'OVER'],
  LOST: ['CONNECTED', 'OVER'],
  OVER: [],
};
