import { once } from 'node:events';
import WebSocket from 'ws';

const SAMPLE_RATE_HZ = 8_000;
const CHUNK_MS = 1_000;
const MAX_BUFFERED_BYTES = 1_048_576;
const CHUNK_BYTES = (SAMPLE_RATE_HZ * 4 * CHUNK_MS) / 1_000;

/** A call that is played piece by piece, as fast as ingest reads. It stays open between the pieces. */
export class StepwiseCall {
  private constructor(private readonly socket: WebSocket) {}

  /** Without a script the server chooses the engine. */
  static async start(url: string, callId: string, script?: string): Promise<StepwiseCall> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await once(socket, 'open');
    socket.send(
      JSON.stringify({
        callEvent: 'START',
        callId,
        samplingRate: SAMPLE_RATE_HZ,
        ...(script === undefined ? {} : { speechEngine: 'scripted', speechScript: script }),
      }),
    );
    await once(socket, 'message');
    return new StepwiseCall(socket);
  }

  /** Plays silence. Resolves when the operating system has accepted all bytes. */
  play(seconds: number): Promise<void> {
    return this.playAudio(new Uint8Array(seconds * 1_000 * (CHUNK_BYTES / CHUNK_MS)));
  }

  /** Plays stereo L16 at 8 kHz. Resolves when the operating system has accepted all bytes. */
  async playAudio(payload: Uint8Array): Promise<void> {
    for (let at = 0; at < payload.length; at += CHUNK_BYTES) {
      const chunk = payload.subarray(at, at + CHUNK_BYTES);
      const written = new Promise<void>((resolve, reject) =>
        this.socket.send(chunk, (error) => (error ? reject(error) : resolve())),
      );
      if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) await written;
      else written.catch(() => undefined);
    }
    while (this.socket.bufferedAmount > 0 && this.socket.readyState === WebSocket.OPEN)
      await new Promise((resolve) => setTimeout(resolve, 2));
  }

  async end(): Promise<void> {
    this.socket.send(JSON.stringify({ callEvent: 'END' }));
    await once(this.socket, 'message');
    this.socket.terminate();
  }
}
