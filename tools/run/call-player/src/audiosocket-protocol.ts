import { openAudioSocketConnection } from './audiosocket-connection.js';
import type { PlayOptions } from './play-options.js';
import type { PlayProtocol } from './play-protocol.js';

/** As docs/how-to/connect-asterisk.md names it. */
const USUAL_PORT = 9092;

/** Asterisk's AudioSocket: one TCP connection, frames of 20 ms, and no replies. */
export const audioSocketProtocol = ({ audio }: PlayOptions, callId: string): PlayProtocol => ({
  chunkMs: 20,
  addressOn: (url) => (url.startsWith('tcp:') ? url : `tcp://${new URL(url).hostname}:${USUAL_PORT}`),
  connect: (url) => openAudioSocketConnection(url, callId, audio.sampleRateHz),
  startMessages: () => [],
  nextMessageAtMs: Infinity,
  takeMessages: () => [],
});
