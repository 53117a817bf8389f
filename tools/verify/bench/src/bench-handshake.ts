import { randomBytes, randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { startChild } from './child-process.js';
import type { IngestAddresses } from './ingest-child.js';
import { percentile, type Measurement } from './format-table.js';
import { audiohookPeer, lcaPeer, type HandshakePeer } from './handshake-peers.js';

const OPENS = 500;
const ROUNDS = 5;
const TIMEOUT_MS = 20_000;

/**
 * Opens many sockets at once and a call on each, while the bus, the registry and the store of the access keys never reply. Measures the
 * time from opening the connection to the answer that the call is open, for LCA without and with access keys, and for Genesys AudioHook.
 */
export async function benchHandshake(): Promise<Measurement[]> {
  const secrets = { apiKey: randomUUID(), clientSecret: randomBytes(32).toString('base64') };
  const audiohook = `audiohook:${secrets.apiKey}:${secrets.clientSecret}`;
  return [
    ...(await benchPeer(() => lcaPeer(null))),
    ...(await benchPeer(({ key }) => lcaPeer(key), 'keys')),
    ...(await benchPeer(() => audiohookPeer(secrets), audiohook)),
  ];
}

async function benchPeer(
  peerOf: (ingest: IngestAddresses) => HandshakePeer,
  ...access: readonly string[]
): Promise<Measurement[]> {
  const ingest = await startChild<IngestAddresses>('ingest-child', 'stalled', ...access);
  try {
    const peer = peerOf(ingest.started);
    const first = await measureBurst(peer, ingest.started.ingestUrl, 'burst-0');
    const later: number[] = [];
    for (let round = 1; round <= ROUNDS; round += 1)
      later.push(...(await measureBurst(peer, ingest.started.ingestUrl, `burst-${round}`)));
    return [
      {
        name: `handshake of ${peer.name}, ${OPENS} at once, while everything behind ingest is stalled: p50 / p99 / max`,
        measured: formatTimes(later),
        target: 'p99 ≤ 500 ms',
      },
      { name: 'the same, first burst after the start of the process', measured: formatTimes(first), target: '' },
    ];
  } finally {
    await ingest.stop();
  }
}

/** Opens all sockets, waits for the answer on each and closes them. Returns the time of each in milliseconds. */
async function measureBurst(peer: HandshakePeer, lcaUrl: string, prefix: string): Promise<number[]> {
  const calls = Array.from({ length: OPENS }, (_, nth) => peer.prepareCall(`${prefix}-${nth}`, lcaUrl));
  const sockets: WebSocket[] = [];
  try {
    const times = calls.map(async ({ url, headers, firstMessage }) => {
      const openedAtMs = performance.now();
      const socket = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: TIMEOUT_MS, headers });
      sockets.push(socket);
      await untilAnswered(socket, firstMessage, peer.answerType);
      return performance.now() - openedAtMs;
    });
    return await Promise.all(times);
  } finally {
    for (const socket of sockets) socket.terminate();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

function untilAnswered(socket: WebSocket, firstMessage: string, answerType: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.once('close', (code) => reject(new Error(`the socket was closed with ${code} before the answer`)));
    socket.once('open', () => socket.send(firstMessage));
    socket.once('message', (data: Buffer) => {
      const { type, code } = JSON.parse(data.toString()) as { type: string; code?: string };
      if (type === answerType) resolve();
      else reject(new Error(`the answer to the first message was ${type} ${code ?? ''}`));
    });
  });
}

const formatTimes = (times: readonly number[]): string =>
  `${[0.5, 0.99, 1].map((share) => percentile(times, share).toFixed(0)).join(' / ')} ms (${times.length} opens)`;
