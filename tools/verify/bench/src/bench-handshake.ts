import WebSocket from 'ws';
import { startChild } from './child-process.js';
import type { Addresses } from './process-figures.js';
import { percentile, type Row } from './table.js';

const OPENS = 500;
const ROUNDS = 5;
const GIVE_UP_MS = 20_000;

/**
 * Sockets opened at once, each with its START, at an ingest whose bus and registry never answer (a speech engine it does
 * not know at all): from opening the connection to `started`.
 */
export async function benchHandshake(): Promise<Row[]> {
  const ingest = await startChild<Addresses>('ingest-child', 'stalled');
  const first = await burst(ingest.started.ingestUrl, 'burst-0');
  const later: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1)
    later.push(...(await burst(ingest.started.ingestUrl, `burst-${round}`)));
  await ingest.stop();
  return [
    {
      what: `handshake, ${OPENS} opened at once, all behind it stalled: p50 / p99 / most`,
      measured: shown(later),
      target: 'p99 ≤ 500 ms',
    },
    { what: 'the same, first burst of a process that has just started', measured: shown(first), target: '' },
  ];
}

/** Opens all, waits for all, and closes them again. The time of each, milliseconds. */
async function burst(url: string, prefix: string): Promise<number[]> {
  const opened = await Promise.all(Array.from({ length: OPENS }, (_, nth) => open(url, `${prefix}-${nth}`)));
  for (const { socket } of opened) socket.terminate();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return opened.map(({ answeredAfterMs }) => answeredAfterMs);
}

function open(url: string, callId: string): Promise<{ socket: WebSocket; answeredAfterMs: number }> {
  return new Promise((resolve, reject) => {
    const openedAtMs = performance.now();
    const socket = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: GIVE_UP_MS });
    socket.on('error', reject);
    socket.once('open', () => socket.send(JSON.stringify({ callEvent: 'START', callId, samplingRate: 8_000 })));
    socket.once('message', (data: Buffer) => {
      const { type } = JSON.parse(data.toString()) as { type: string };
      if (type === 'started') resolve({ socket, answeredAfterMs: performance.now() - openedAtMs });
      else reject(new Error(`START was answered with ${type}`));
    });
  });
}

const shown = (times: readonly number[]): string =>
  `${[0.5, 0.99, 1].map((share) => percentile(times, share).toFixed(0)).join(' / ')} ms (${times.length} opens)`;
