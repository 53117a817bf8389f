import type { MediaProtocol } from '../session/media-protocol.js';
import { MediaSession } from '../session/media-session.js';
import { SilentSession } from '../session/silent-session.js';
import type { ForkVendor } from './find-metadata.js';
import { forkErrors, type ForkErrorCode } from './fork-errors.js';
import { readForkMessage, type ForkStart } from './read-fork-message.js';

export interface ForkSessionOptions {
  readonly vendor: ForkVendor;
  /** A peer that sends nothing for this long, not even a pong, is lost. */
  readonly timeoutMs: number;
}

/** The server's side of one socket on which a phone system forks the audio of a call. */
export const createForkSession = (
  { vendor, timeoutMs }: ForkSessionOptions,
  nowMs: number,
): SilentSession<ForkStart, ForkErrorCode> =>
  new SilentSession(new MediaSession(forkProtocol(vendor), timeoutMs, nowMs));

const forkProtocol = (vendor: ForkVendor): MediaProtocol<ForkStart, ForkErrorCode> => ({
  name: `the audio fork of ${vendor}`,
  messageKind: 'metadata of a FreeSWITCH channel',
  firstMessage: '{"uuid":"…","mixType":"stereo","sampleRate":8000}',
  errors: forkErrors,
  readMessage: (bytes) => readForkMessage(bytes, vendor),
  isRepetition: (start, running) =>
    start.callId === running.callId &&
    start.sampleRateHz === running.sampleRateHz &&
    start.channelCount === running.channelCount,
});
