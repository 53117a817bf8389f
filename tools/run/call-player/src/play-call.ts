import { CallPlayback } from './call-playback.js';
import type { PlayOptions, PlayResult } from './play-options.js';

/**
 * Plays a call into an LCA WebSocket as a phone system would: START, audio in real time by an absolute schedule, END.
 * A lost connection is opened again with the same call id and goes on where real time has come to. Rejects with
 * `Failure` `CONNECTION_REFUSED` (first connection), `CONNECTION_LOST` (did not come back), or the server's own code
 * where it refuses the call, `CALL_REFUSED`.
 */
export const playCall = (options: PlayOptions): Promise<PlayResult> => new CallPlayback(options).run();
