import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { bytesPerSample } from '@earshot/contracts';
import { backoffMs } from '@earshot/domain';
import { Failure } from '@earshot/ports';
import { chooseProtocol } from './choose-protocol.js';
import type { ServerConnection, ServerReply } from './server-connection.js';
import { openCall } from './open-call.js';
import { ConnectionTimes } from './connection-times.js';
import type { PlayOptions, PlayProgress, PlayResult } from './play-options.js';
import type { PlayProtocol } from './play-protocol.js';

const RECONNECT_PAUSES = { firstMs: 250, maxMs: 4_000 };
/** A server that has replied before also confirms END, once the bus has the whole call. LCA's own server never replies. */
const REPLYING_SERVER_CONFIRMS_WITHIN_MS = 60_000;
const SILENT_SERVER_WAIT_MS = 1_000;
/** Closes the socket of a phone system that reads no replies, once the bus has the whole call. */
const CLOSE_NORMAL = 1000;
/** Close codes that refuse the call itself, so a new connection does not help. */
const finalCloseCodes = new Set([1003, 1007, 1008, 1009, 1013, 4409]);

/** Plays one call: keeps its position, its connection and the server's replies. */
export class CallPlayback {
  private readonly callId: string;
  private readonly protocol: PlayProtocol;
  private readonly frameBytes: number;
  private readonly chunkBytes: number;
  private readonly bytesPerMs: number;
  private connection: ServerConnection | undefined;
  private offset = 0;
  private sentBytes = 0;
  private skippedBytes = 0;
  private reconnects = 0;
  private attempts = 0;
  private readonly times = new ConnectionTimes();
  private receivedMs: number | null = null;
  private lastError: ServerReply | undefined;
  private readonly serverErrors: string[] = [];
  private readonly ended = deferred();

  constructor(private readonly options: PlayOptions) {
    const { audio } = options;
    this.callId = options.callId ?? randomUUID();
    this.protocol = chooseProtocol(options, this.callId);
    const { chunkMs = this.protocol.chunkMs } = options;
    this.frameBytes = audio.channelCount * bytesPerSample[audio.codec];
    this.bytesPerMs = (audio.sampleRateHz * this.frameBytes) / 1_000;
    this.chunkBytes = this.alignToSamples(Math.max(1, chunkMs) * this.bytesPerMs) || this.frameBytes;
  }

  async run(): Promise<PlayResult> {
    let endedAfterMs = 0;
    try {
      this.connection = await this.connect();
      this.reportConnection();
      const startedAtMs = performance.now();
      await this.sendAudio(startedAtMs);
      this.sendMessages();
      endedAfterMs = performance.now() - startedAtMs;
      const endMessage = this.protocol.endMessage?.();
      if (endMessage !== undefined) await this.endCall(endMessage);
    } finally {
      this.connection?.close();
    }
    this.report('ended');
    const { callId, sentBytes, reconnects, receivedMs, serverErrors } = this;
    const { disconnectedMs, unansweredMs, startedAfterMs } = this.times;
    const sentMs = sentBytes / this.bytesPerMs;
    const skippedMs = this.skippedBytes / this.bytesPerMs;
    const times = { sentMs, skippedMs, disconnectedMs, unansweredMs, endedAfterMs, startedAfterMs, receivedMs };
    return { callId, sentBytes, reconnects, serverErrors, ...times };
  }

  /** Sends each chunk when its last sample would have been spoken, so that a late chunk does not delay the next one. */
  private async sendAudio(startedAtMs: number): Promise<void> {
    const { audio, speed = 1, signal } = this.options;
    const isStopped = () => signal?.aborted === true;
    while (this.offset < audio.payload.length && !isStopped()) {
      const end = this.chunkEnd();
      if (speed !== 'max') {
        const waitMs = startedAtMs + end / this.bytesPerMs / speed - performance.now();
        if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      }
      if (isStopped()) return;
      if (this.connection?.isOpen() !== true) {
        await this.reconnect();
        if (speed !== 'max') this.skipTo((performance.now() - startedAtMs) * speed * this.bytesPerMs);
        continue;
      }
      this.sendMessages();
      await this.sendSamples(audio.payload.subarray(this.offset, end));
      this.times.noteMessage();
      this.sentBytes += end - this.offset;
      this.offset = end;
      this.report('playing');
      // At full speed, the loop would otherwise starve the events of the socket.
      if (speed === 'max') await new Promise(setImmediate);
    }
  }

  private async sendSamples(samples: Uint8Array): Promise<void> {
    const messages = this.protocol.toAudioMessages?.(samples, this.offset / this.bytesPerMs);
    if (messages === undefined) return this.connection?.sendAudio(samples);
    for (const message of messages) await this.connection?.sendAudio(JSON.stringify(message));
  }

  /** A chunk ends where the next message is due, so that the message is sent at its place in the audio. */
  private chunkEnd(): number {
    const end = Math.min(this.offset + this.chunkBytes, this.options.audio.payload.length);
    const message = this.alignToSamples(this.protocol.nextMessageAtMs * this.bytesPerMs);
    return message > this.offset ? Math.min(end, message) : end;
  }

  private sendMessages(): void {
    const next = this.offset / this.bytesPerMs;
    // A message may be due between two samples.
    const sampleMs = this.frameBytes / this.bytesPerMs;
    for (const message of this.protocol.takeMessages(next + sampleMs)) this.connection?.sendText(message);
  }

  private async endCall(endMessage: object): Promise<void> {
    for (;;) {
      this.connection?.sendText(endMessage);
      const outcome = await this.awaitConfirmation();
      if (outcome === 'ended' || !this.hasReplied()) return;
      if (outcome === 'silent')
        throw new Failure('END_NOT_CONFIRMED', `call ${this.callId}: the server did not confirm its end`);
      try {
        if (!(await this.reconnect())) return;
      } catch (error) {
        // The server received END before the connection was lost.
        const isRefused = error instanceof Failure && error.code === 'CALL_REFUSED';
        if (isRefused && this.lastError?.code === 'CALL_ALREADY_ENDED') return;
        throw error;
      }
    }
  }

  private async awaitConfirmation(): Promise<'ended' | 'gone' | 'silent'> {
    const waiting = new AbortController();
    const silence = async () => {
      await sleep(SILENT_SERVER_WAIT_MS, undefined, { signal: waiting.signal });
      if (this.hasReplied()) await sleep(REPLYING_SERVER_CONFIRMS_WITHIN_MS, undefined, { signal: waiting.signal });
    };
    try {
      return await Promise.race([
        this.ended.promise.then(() => 'ended' as const),
        (this.connection?.gone ?? Promise.resolve()).then((code) => (code === CLOSE_NORMAL ? 'ended' : 'gone')),
        silence().then(
          () => 'silent' as const,
          () => 'silent' as const,
        ),
      ]);
    } finally {
      waiting.abort();
    }
  }

  private hasReplied(): boolean {
    return this.times.startedAfterMs !== null || this.serverErrors.length > 0;
  }

  private async connect(): Promise<ServerConnection> {
    const connection = await openCall(this.protocol, this.url, this.options, {
      onStart: () => this.times.noteStart(),
      onReply: (reply) => this.receiveReply(reply),
    });
    if (connection === null) throw this.describeRefusal('without an answer');
    return connection;
  }

  private get url(): string {
    const { url, otherUrls = [] } = this.options;
    return this.protocol.addressOn([url, ...otherUrls][this.attempts % (otherUrls.length + 1)] ?? url);
  }

  /** Returns false if the player was stopped meanwhile. */
  private async reconnect(): Promise<boolean> {
    const { reconnectWithinMs = 30_000, signal } = this.options;
    this.throwIfRefused(await this.connection?.gone);
    this.report('reconnecting');
    const deadlineMs = performance.now() + reconnectWithinMs;
    for (let failures = 1; ; failures++) {
      const waitMs = backoffMs(failures, RECONNECT_PAUSES);
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      if (signal?.aborted === true) return false;
      this.attempts += 1;
      try {
        this.connection = await this.connect();
        this.reconnects += 1;
        this.reportConnection();
        return true;
      } catch (cause) {
        if (performance.now() + waitMs < deadlineMs) continue;
        throw new Failure(
          'CONNECTION_LOST',
          `call ${this.callId}: the connection was lost and could not be opened again`,
          {
            retryable: true,
            cause,
          },
        );
      }
    }
  }

  private throwIfRefused(closeCode: number | undefined): void {
    if (closeCode !== undefined && finalCloseCodes.has(closeCode)) throw this.describeRefusal(String(closeCode));
  }

  private describeRefusal(closedHow: string): Failure {
    const { callId, lastError } = this;
    if (lastError === undefined)
      return new Failure('CONNECTION_CLOSED', `call ${callId}: the server closed the connection (${closedHow})`);
    return new Failure('CALL_REFUSED', `call ${callId}: ${lastError.message} (${lastError.code})`);
  }

  private receiveReply(reply: ServerReply): void {
    if (reply.type === 'started') this.times.noteAnswer(this.reconnects === 0);
    if (reply.type === 'ended') {
      this.receivedMs = reply.receivedMs ?? null;
      this.ended.resolve();
    }
    if (reply.type === 'error') {
      this.lastError = reply;
      this.serverErrors.push(reply.code ?? 'UNKNOWN');
    }
  }

  private skipTo(bytes: number): void {
    const to = Math.min(this.alignToSamples(bytes), this.options.audio.payload.length);
    if (to <= this.offset) return;
    this.skippedBytes += to - this.offset;
    this.offset = to;
  }

  private alignToSamples(bytes: number): number {
    return Math.floor(bytes / this.frameBytes) * this.frameBytes;
  }

  private reportConnection(): void {
    this.options.onConnected?.({ callId: this.callId, url: this.url, reconnects: this.reconnects });
  }

  private report(state: PlayProgress['state']): void {
    const positionMs = this.offset / this.bytesPerMs;
    this.options.onProgress?.({ callId: this.callId, state, positionMs, durationMs: this.options.audio.durationMs });
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
