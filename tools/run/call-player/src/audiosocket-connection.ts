import { connect, type Socket } from 'node:net';
import { audioKindRatesHz, frameKinds, writeAudioSocketFrame } from '@earshot/media/audiosocket';
import { Failure } from '@earshot/ports';
import type { ServerConnection } from './server-connection.js';

/** AudioSocket has no close codes: this one asks for a new connection. */
const CLOSED_WITHOUT_CODE = 1006;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Connects as Asterisk does, for audio of this rate. Rejects with `Failure` `CONNECTION_REFUSED`; `BAD_ARGUMENT` if the call id is no UUID,
 * and `WAV_UNSUPPORTED_FORMAT` if the protocol does not have the rate.
 */
export async function openAudioSocketConnection(
  url: string,
  callId: string,
  sampleRateHz: number,
): Promise<ServerConnection> {
  if (!ID.test(callId)) {
    throw new Failure('BAD_ARGUMENT', '--as audiosocket plays one call, and its --call-id is a UUID in lower case');
  }
  const [kind] = [...audioKindRatesHz].find(([, rateHz]) => rateHz === sampleRateHz) ?? [];
  if (kind === undefined) throw new Failure('WAV_UNSUPPORTED_FORMAT', `AudioSocket has no audio of ${sampleRateHz} Hz`);
  const socket = await openSocket(url);
  socket.write(writeAudioSocketFrame(frameKinds.id, Buffer.from(callId.replaceAll('-', ''), 'hex')));
  const gone = new Promise<number>((resolve) => socket.once('close', () => resolve(CLOSED_WITHOUT_CODE)));
  return {
    isOpen: () => socket.writable,
    sendText: () => undefined,
    sendAudio: async (samples) => {
      if (!socket.writable || typeof samples === 'string') return;
      if (socket.write(writeAudioSocketFrame(kind, samples))) return;
      await Promise.race([new Promise<void>((resolve) => socket.once('drain', resolve)), gone]);
    },
    gone,
    close: () => void socket.end(writeAudioSocketFrame(frameKinds.hangUp, new Uint8Array(0))),
  };
}

function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => resolve(socket));
    socket.on('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new Failure(
          'CONNECTION_REFUSED',
          `cannot connect to ${url}: ${cause.code}; is EARSHOT_AUDIOSOCKET_PORT set there?`,
          {
            retryable: true,
            cause,
          },
        ),
      ),
    );
  });
}
