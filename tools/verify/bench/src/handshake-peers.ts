import { createHmac, randomUUID } from 'node:crypto';
import { AudiohookClientMessages, signUpgrade } from '@earshot/media/audiohook';

/** One way to open a call, for the burst of handshakes. */
export interface HandshakePeer {
  readonly name: string;
  /** The server's first message when the call is open. */
  readonly answerType: string;
  prepareCall(callId: string, lcaUrl: string): PreparedCall;
}

export interface PreparedCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly firstMessage: string;
}

/** What the ingest of the bench checks AudioHook connections by; made anew for each run. */
export interface AudiohookSecrets {
  readonly apiKey: string;
  readonly clientSecret: string;
}

/** With `key`, every connection brings this access key. */
export const lcaPeer = (key: string | null): HandshakePeer => ({
  name: key === null ? 'LCA' : 'LCA with an access key',
  answerType: 'started',
  prepareCall: (callId, url) => ({
    url,
    headers: { ...(key !== null && { authorization: `Bearer ${key}` }) },
    firstMessage: JSON.stringify({ callEvent: 'START', callId, samplingRate: 8_000 }),
  }),
});

/** Every connection is signed, as Genesys Cloud does it. */
export const audiohookPeer = ({ apiKey, clientSecret }: AudiohookSecrets): HandshakePeer => ({
  name: 'AudioHook',
  answerType: 'opened',
  prepareCall: (_, lcaUrl) => {
    const url = new URL('/api/v1/audiohook/ws', lcaUrl);
    const [sessionId, organizationId] = [randomUUID(), randomUUID()];
    const createdS = Math.floor(Date.now() / 1_000);
    const secret = Buffer.from(clientSecret, 'base64');
    const headers = signUpgrade(
      { authority: url.host, target: url.pathname, organizationId, sessionId, correlationId: randomUUID(), apiKey },
      {
        nonce: randomUUID(),
        createdS,
        expiresS: createdS + 10,
        sign: (text) => createHmac('sha256', secret).update(text).digest('base64'),
      },
    );
    const media = [{ type: 'audio', format: 'PCMU', channels: ['external', 'internal'], rate: 8_000 }];
    const call = { organizationId, conversationId: randomUUID(), participant: {}, media };
    return { url: url.href, headers, firstMessage: new AudiohookClientMessages(sessionId).write('open', call, 0) };
  },
});
