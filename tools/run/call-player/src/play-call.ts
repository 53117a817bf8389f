import { CallPlayback } from './call-playback.js';
import { toPhoneAudio } from './phone-systems.js';
import type { PlayOptions, PlayResult } from './play-options.js';

/**
 * Plays a call into Earshot as a phone system would: start, audio in real time by an absolute schedule, end. It
 * opens a lost connection again with the same call id and continues at the position that real time has reached. Rejects with
 * `Failure` `CONNECTION_REFUSED` (the first connection), `CONNECTION_LOST` (no later connection succeeded), or
 * `CALL_REFUSED` (the server refused the call; the message has its code).
 */
export const playCall = (options: PlayOptions): Promise<PlayResult> =>
  new CallPlayback(
    options.as === undefined ? options : { ...options, audio: toPhoneAudio(options.audio, options.as) },
  ).run();
