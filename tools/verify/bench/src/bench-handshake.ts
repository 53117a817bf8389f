import { randomBytes, randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { startChild } from './child-process.js';
import type { Addresses } from './process-figures.js';
import { percentile, type Measurement } from './format-table.js';
import {
  audiohookPeer,
  lcaPeer,
  type AudiohookSecrets,
  type HandshakePeer,
  type PreparedCall,
} from './handshake-peers.js';

const OPENS = 500;
const ROUNDS = 5;
const TIMEOUT_MS = 20_000;

/**
 * Opens many sockets at once and a call on each, while the bus and the registry behind ingest never reply. Measures the time from
 * opening the connection to the answer that the call is open, for LCA and for Genesys AudioHook.
 */
export async function benchHandshake(): Promise<Measurement[]> {
  const secrets = { apiKey: randomUUID(), clientSecret: randomBytes(32).toString('base64') };
  const measured: Measurement[] = [];
  for (const peer of [lcaPeer, audiohookPeer(secrets)]) measured.push(...(await benchPeer(peer, secrets)));
  return measured;
}

async function benchPeer(peer: HandshakePeer, { apiKey, clientSecret }: AudiohookSecrets): Promise<Measurement[]> {
  const ingest = await startChild<Addresses>('ingest-child', 'stalled', `audiohook:${apiKey}:${clientSecret}`);
  const first = await measureBurst(peer, ingest.started.ingestUrl, 'burst-0');
  const later: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1)
    later.push(...(await measureBurst(peer, ingest.started.ingestUrl, `burst-${round}`)));
  await ingest.stop();
  return [
    {
      name: `handshake of ${peer.name}, ${OPENS} at once, while bus and registry are stalled: p50 / p99 / max`,
      measured: formatTimes(later),
      target: 'p99 ≤ 500 ms',
    },
    { name: 'the same, first burst after the start of the process', measured: formatTimes(first), target: '' },
  ];
}

/** Opens all sockets, waits for the answer on each and closes them. Returns the time of each in milliseconds. */
async function measureBurst(peer: HandshakePeer, url: string, prefix: string): Promise<number[]> {
  const calls = Array.from({ length: OPENS }, (_, nth) => peer.prepareCall(`${prefix}-${nth}`, url));
  const opened = await Promise.all(calls.map((call) => open(call, peer.answerType)));
  for (const { socket } of opened) socket.terminate();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return opened.map(({ openAfterMs }) => openAfterMs);
}

function open(
  { url, headers, firstMessage }: PreparedCall,
  answerType: string,
): Promise<{ socket: WebSocket; openAfterMs: number }> {
  return new Promise((resolve, reject) => {
    const openedAtMs = performance.now();
    const socket = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: TIMEOUT_MS, headers });
    socket.on('error', reject);
    socket.once('open', () => socket.send(firstMessage));
    socket.once('message', (data: Buffer) => {
      const { type } = JSON.parse(data.toString()) as { type: string };
      if (type === answerType) resolve({ socket, openAfterMs: performance.now() - openedAtMs });
      else reject(new Error(`the answer to the first message was ${type}`));
    });
  });
}

const formatTimes = (times: readonly number[]): string =>
  `${[0.5, 0.99, 1].map((share) => percentile(times, share).toFixed(0)).join(' / ')} ms (${times.length} opens)`;
