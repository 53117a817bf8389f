import { once } from 'node:events';
import WebSocket from 'ws';

const SAMPLE_RATE_HZ = 8_000;
const CHUNK_MS = 1_000;
const MAX_BUFFERED_BYTES = 1_048_576;
const chunk = new Uint8Array((SAMPLE_RATE_HZ * 4 * CHUNK_MS) / 1_000);

/** A call that is played piece by piece, as fast as ingest reads. It stays open between the pieces. */
export class StepwiseCall {
  private constructor(private readonly socket: WebSocket) {}

  static async start(url: string, callId: string, script: string): Promise<StepwiseCall> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await once(socket, 'open');
    socket.send(
      JSON.stringify({
        callEvent: 'START',
        callId,
        samplingRate: SAMPLE_RATE_HZ,
        speechEngine: 'scripted',
        speechScript: script,
      }),
    );
    await once(socket, 'message');
    return new StepwiseCall(socket);
  }

  /** Plays silence. Resolves when the operating system has accepted all bytes. */
  async play(seconds: number): Promise<void> {
    for (let sentMs = 0; sentMs < seconds * 1_000; sentMs += CHUNK_MS) {
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
