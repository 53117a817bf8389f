import WebSocket from 'ws';
import { startChild } from './child-process.js';
import type { Addresses } from './process-figures.js';
import { percentile, type Measurement } from './format-table.js';

const OPENS = 500;
const ROUNDS = 5;
const TIMEOUT_MS = 20_000;

/**
 * Opens many sockets at once and sends START on each, while the bus and the registry behind ingest never reply. Measures the
 * time from opening the connection to `started`.
 */
export async function benchHandshake(): Promise<Measurement[]> {
  const ingest = await startChild<Addresses>('ingest-child', 'stalled');
  const first = await measureBurst(ingest.started.ingestUrl, 'burst-0');
  const later: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1)
    later.push(...(await measureBurst(ingest.started.ingestUrl, `burst-${round}`)));
  await ingest.stop();
  return [
    {
      name: `handshake, ${OPENS} at once, while bus and registry are stalled: p50 / p99 / max`,
      measured: formatTimes(later),
      target: 'p99 ≤ 500 ms',
    },
    { name: 'the same, first burst after the start of the process', measured: formatTimes(first), target: '' },
  ];
}

/** Opens all sockets, waits for `started` on each and closes them. Returns the time of each in milliseconds. */
async function measureBurst(url: string, prefix: string): Promise<number[]> {
  const opened = await Promise.all(Array.from({ length: OPENS }, (_, nth) => open(url, `${prefix}-${nth}`)));
  for (const { socket } of opened) socket.terminate();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return opened.map(({ startedAfterMs }) => startedAfterMs);
}

function open(url: string, callId: string): Promise<{ socket: WebSocket; startedAfterMs: number }> {
  return new Promise((resolve, reject) => {
    const openedAtMs = performance.now();
    const socket = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: TIMEOUT_MS });
    socket.on('error', reject);
    socket.once('open', () => socket.send(JSON.stringify({ callEvent: 'START', callId, samplingRate: 8_000 })));
    socket.once('message', (data: Buffer) => {
      const { type } = JSON.parse(data.toString()) as { type: string };
      if (type === 'started') resolve({ socket, startedAfterMs: performance.now() - openedAtMs });
      else reject(new Error(`the reply to START was ${type}`));
    });
  });
}

const formatTimes = (times: readonly number[]): string =>
  `${[0.5, 0.99, 1].map((share) => percentile(times, share).toFixed(0)).join(' / ')} ms (${times.length} opens)`;
