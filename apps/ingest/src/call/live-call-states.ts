/** How a call ends here. `MOVED`: it goes on in another process, and may come back. */
export type Ending = 'ENDED' | 'REFUSED' | 'MOVED';

/** `CONNECTED`: a socket has it. `AWAY`: the socket was lost, its source may come back. `OVER`: its end is decided. */
export type LiveCallState = 'CONNECTED' | 'AWAY' | 'OVER';
export const liveCallTransitions: Record<LiveCallState, readonly LiveCallState[]> = {
  CONNECTED: ['CONNECTED', 'AWAY', 'OVER'],
  AWAY: ['CONNECTED', 'OVER'],
  OVER: [],
};
