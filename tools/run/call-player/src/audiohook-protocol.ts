import { createHash, createHmac, randomUUID } from 'node:crypto';
import { msToSamples } from '@earshot/domain';
import { AudiohookClientMessages, signUpgrade, writeUpgradeHeaders } from '@earshot/media/audiohook';
import type { PlayOptions } from './play-options.js';
import type { PlayProtocol } from './play-protocol.js';
import type { ServerReply } from './server-connection.js';
import { pathOf } from './server-path.js';

const PATH = '/api/v1/audiohook/ws';
/** As Genesys Cloud sends. */
const PING_EVERY_MS = 5_000;
const SIGNATURE_LIFE_S = 10;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Genesys Cloud: a session for each connection, both sides as one stream of samples, and a ping now and then. */
export function audiohookProtocol(options: PlayOptions, conversationId: string): PlayProtocol {
  const organizationId = toUuid(options.account ?? 'call-player');
  let messages = new AudiohookClientMessages(randomUUID());
  /** Where in the audio this session began, and where it is. */
  let sinceMs: number | undefined;
  let positionSample = 0;
  let nextPingAtMs = 0;
  const write = (type: string, parameters: object): object =>
    JSON.parse(messages.write(type, parameters, positionSample)) as object;
  return {
    chunkMs: 200,
    needsAnswer: true,
    addressOn: (url) => pathOf(url, PATH),
    headersFor: (address) => {
      messages = new AudiohookClientMessages(randomUUID());
      return headersOf(address, organizationId, messages.sessionId, options);
    },
    startMessages: () => {
      [sinceMs, positionSample, nextPingAtMs] = [undefined, 0, 0];
      return [write('open', openParameters(options, organizationId, conversationId))];
    },
    endMessage: () => write('close', { reason: 'end' }),
    readReply: toPlayerReply,
    get nextMessageAtMs() {
      return nextPingAtMs;
    },
    takeMessages: (positionMs) => {
      sinceMs ??= positionMs;
      positionSample = Math.floor(msToSamples(positionMs - sinceMs, options.audio.sampleRateHz));
      if (positionMs < nextPingAtMs) return [];
      nextPingAtMs = positionMs + PING_EVERY_MS;
      return [write('ping', {})];
    },
  };
}

/** The id itself, or a UUID that is always the same for it: AudioHook takes nothing else. */
export function toUuid(id: string): string {
  if (UUID.test(id)) return id.toLowerCase();
  const hex = createHash('sha256').update(id).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

function openParameters({ audio, fromNumber, toNumber }: PlayOptions, organizationId: string, conversationId: string) {
  const channels = ['external', 'internal'].slice(0, audio.channelCount);
  return {
    organizationId,
    conversationId,
    participant: { id: randomUUID(), ani: fromNumber ?? '', aniName: '', dnis: toNumber ?? '' },
    media: [{ type: 'audio', format: audio.codec, channels, rate: audio.sampleRateHz }],
  };
}

function headersOf(
  address: string,
  organizationId: string,
  sessionId: string,
  { key = '', authToken }: PlayOptions,
): Record<string, string> {
  const { host, pathname, search } = new URL(address);
  const target = pathname + search;
  const upgrade = { authority: host, target, organizationId, sessionId, correlationId: randomUUID(), apiKey: key };
  if (authToken === undefined) return { ...writeUpgradeHeaders(upgrade) };
  const createdS = Math.floor(Date.now() / 1_000);
  const sign = (text: string) => createHmac('sha256', Buffer.from(authToken, 'base64')).update(text).digest('base64');
  return { ...signUpgrade(upgrade, { nonce: randomUUID(), createdS, expiresS: createdS + SIGNATURE_LIFE_S, sign }) };
}

function toPlayerReply(reply: ServerReply): ServerReply {
  if (reply.type === 'opened') return { type: 'started' };
  if (reply.type === 'closed') return { type: 'ended' };
  if (reply.type !== 'disconnect') return reply;
  const { reason = 'error', info = 'the server does not take the call' } = reply.parameters ?? {};
  return { type: 'error', code: reason, message: info };
}
