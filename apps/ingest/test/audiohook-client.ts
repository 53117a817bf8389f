import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  AudiohookClientMessages,
  formatPosition,
  signUpgrade,
  writeUpgradeHeaders,
  type AudiohookUpgrade,
} from '@earshot/media/audiohook';
import WebSocket from 'ws';
import { SocketClient, type Reply } from './socket-client.js';

export const ORGANIZATION_ID = 'd7934305-0972-4844-938e-9060eef73d05';
export const bothChannels = { type: 'audio', format: 'PCMU', channels: ['external', 'internal'], rate: 8_000 };

export interface AudiohookConnect {
  readonly sessionId?: string;
  readonly apiKey?: string;
  /** Base64. With it, the upgrade is signed. */
  readonly secret?: string;
  /** When it is signed, milliseconds since 1970. */
  readonly nowMs?: number;
  readonly nonce?: string;
}

/** The client's side of an AudioHook session. */
export class AudiohookClient extends SocketClient {
  readonly messages: AudiohookClientMessages;
  /** The client's media clock, samples. */
  positionSample = 0;
  readonly firstReply: Promise<unknown>;

  private constructor(socket: WebSocket, sessionId: string) {
    super(socket);
    this.messages = new AudiohookClientMessages(sessionId);
    socket.on('message', (data) => this.messages.read(data.toString()));
    this.firstReply = new Promise((resolve) => socket.once('message', resolve));
  }

  static async open(url: string, connect: AudiohookConnect = {}): Promise<AudiohookClient> {
    const { sessionId = randomUUID() } = connect;
    const socket = new WebSocket(url, { perMessageDeflate: false, headers: headersOf(url, sessionId, connect) });
    const client = new AudiohookClient(socket, sessionId);
    await once(socket, 'open');
    return client;
  }

  send(type: string, parameters: object = {}): void {
    this.text(this.messages.write(type, parameters, this.positionSample));
  }

  /** Opens the session of a call without waiting for `opened`. */
  offer(conversationId: string, parameters: object = {}): void {
    this.send('open', { ...openParameters(conversationId), ...parameters });
  }

  async openCall(conversationId: string, parameters: object = {}): Promise<Reply> {
    this.offer(conversationId, parameters);
    return this.reply('opened');
  }

  /** Both channels speak: one byte of each for each sample. */
  async speak(samples: Uint8Array): Promise<void> {
    this.positionSample += samples.length / 2;
    await this.audio(samples);
  }

  async close(reason = 'end'): Promise<Reply> {
    this.send('close', { reason });
    return this.reply('closed');
  }

  /** The client throws away audio of this length. */
  discard(samples: number): void {
    const start = formatPosition(this.positionSample);
    this.positionSample += samples;
    this.send('discarded', { start, discarded: formatPosition(samples) });
  }
}

const openParameters = (conversationId: string) => ({
  organizationId: ORGANIZATION_ID,
  conversationId,
  participant: { id: randomUUID(), ani: '+13175550100', aniName: 'Ada Client', dnis: '+18005550199' },
  media: [bothChannels],
});

/** The first and the last message of a session. An id such as `hostile-12` stands for a conversation; others stay as they are. */
export function audiohookTexts(callId: string): { readonly open: string; readonly close: string } {
  const number = /^hostile-(\d+)/.exec(callId)?.[1];
  const conversationId = number === undefined ? callId : `00000000-0000-4000-8000-${number.padStart(12, '0')}`;
  const messages = new AudiohookClientMessages(ORGANIZATION_ID);
  return {
    open: messages.write('open', openParameters(conversationId), 0),
    close: messages.write('close', { reason: 'end' }, 0),
  };
}

function headersOf(url: string, sessionId: string, connect: AudiohookConnect): Readonly<Record<string, string>> {
  const { apiKey = '', secret, nowMs = Date.now(), nonce = randomUUID() } = connect;
  const { host, pathname, search } = new URL(url);
  const upgrade: AudiohookUpgrade = {
    authority: host,
    target: pathname + search,
    organizationId: ORGANIZATION_ID,
    sessionId,
    correlationId: randomUUID(),
    apiKey,
  };
  if (secret === undefined) return writeUpgradeHeaders(upgrade);
  const createdS = Math.floor(nowMs / 1_000);
  const sign = (text: string) => createHmac('sha256', Buffer.from(secret, 'base64')).update(text).digest('base64');
  return signUpgrade(upgrade, { nonce, createdS, expiresS: createdS + 10, sign });
}
