import { err, ok } from '@earshot/contracts';
import { LCA_MESSAGE } from '../first-message/describe-first-message.js';
import type { MediaProtocol } from '../session/media-protocol.js';
import { MediaSession } from '../session/media-session.js';
import { BrowserRepair } from './browser-repair.js';
import { lcaErrors, type LcaErrorCode } from './lca-errors.js';
import { readLcaMessage, type LcaStart } from './read-lca-message.js';

export interface LcaSessionOptions {
  /** Makes call and agent ids where the client sends none. */
  readonly newId: () => string;
  /** A peer that sends nothing for this long, not even a pong, is lost. */
  readonly timeoutMs: number;
  /** Repair the shifted frames of LCA's own browser page; off, every byte stays as it was sent. */
  readonly repairBrowserAudio: boolean;
}

export type LcaSession = MediaSession<LcaStart, LcaErrorCode>;

/** The server's side of one LCA audio socket. */
export const createLcaSession = (options: LcaSessionOptions, nowMs: number): LcaSession =>
  new MediaSession(lcaProtocol(options), options.timeoutMs, nowMs);

const foreignCodes: readonly LcaErrorCode[] = ['TEXT_NOT_JSON', 'TEXT_NOT_OBJECT', 'CALL_EVENT_UNKNOWN'];

const lcaProtocol = ({ newId, repairBrowserAudio }: LcaSessionOptions): MediaProtocol<LcaStart, LcaErrorCode> => ({
  name: 'the LCA WebSocket protocol',
  messageKind: LCA_MESSAGE,
  firstMessage: '{"callEvent":"START","samplingRate":8000,…}',
  errors: lcaErrors,
  readMessage: (bytes) => {
    const message = readLcaMessage(bytes, newId);
    if (!message.ok) return err({ code: message.error, isForeign: foreignCodes.includes(message.error) });
    const { value } = message;
    return ok(
      value.callEvent === 'START' ? { kind: 'start', start: value.start } : { kind: 'end', callId: value.callId },
    );
  },
  // Clients of LCA repeat START when they are not sure that it arrived.
  isRepetition: (start, running) =>
    start.callId === running.callId &&
    start.sampleRateHz === running.sampleRateHz &&
    start.codec === running.codec &&
    start.channelCount === running.channelCount,
  createRepair: ({ codec, channelCount }) => {
    if (!repairBrowserAudio || codec !== 'L16' || channelCount !== 2) return undefined;
    const repair = new BrowserRepair();
    return (bytes) => repair.repair(bytes);
  },
});
