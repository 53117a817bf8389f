import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@earshot/embedded-postgres';
import { DEFAULT_TENANT, everythingOf, type RowScope } from '@earshot/domain';
import { openPostgres, seedCalls } from '@earshot/postgres';
import type { CallQuery, CallReader, CallSortField } from '@earshot/ports';
import { createLogger } from '@earshot/runtime';
import { percentile, type Measurement } from './format-table.js';

const PAGE = 50;
const TIMES = 5;
const TARGET_MS = 50;
const FIRST_DAY_MS = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

/**
 * Measures the first two list pages over many stored calls, for each filter with each sort in both directions: for somebody who
 * may see every call, and with some of the filters for people who may see a part of them.
 */
export async function benchList(stored: number): Promise<Measurement[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'earshot-list-'));
  const logger = createLogger({ level: 'error', format: 'text' });
  const postgres = await startEmbeddedPostgres({ dataDir, logger });
  try {
    const stores = openPostgres({ url: postgres.url, poolSize: 4, logger });
    await stores.migrate();
    process.stdout.write(`storing ${stored.toLocaleString('en')} calls …\n`);
    await seedCalls({ url: postgres.url, count: stored });
    const all = `list page over ${stored.toLocaleString('en')} calls`;
    const rows = await measureQueries(stores.callReader, all, everythingOf(DEFAULT_TENANT), filters);
    for (const [name, scope] of Object.entries(partialScopes))
      rows.push(...(await measureQueries(stores.callReader, `of these, ${name}`, scope, commonFilters())));
    await stores.close();
    return rows;
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

type Filter = CallQuery['filter'];

/** Typical filters. They match from none of the calls to all of them. */
const filters: Readonly<Record<string, Filter>> = {
  none: {},
  'status ENDED': { status: ['ENDED'] },
  'status INTERRUPTED': { status: ['INTERRUPTED'] },
  'status LIVE, INTERRUPTED': { status: ['LIVE', 'INTERRUPTED'] },
  'status LIVE (none)': { status: ['LIVE'] },
  'an agent': { agentId: 'agent-123' },
  'no such agent': { agentId: 'nobody' },
  'frequent category': { category: 'billing' },
  'rare category': { category: 'supervisor' },
  'with alert': { hasAlert: true },
  'without alert': { hasAlert: false },
  'one day': { startedFromMs: FIRST_DAY_MS + 100 * DAY_MS, startedToMs: FIRST_DAY_MS + 101 * DAY_MS },
  'half a year': { startedFromMs: FIRST_DAY_MS + 180 * DAY_MS },
  'text: part of many numbers': { text: '555' },
  'text: part of a number': { text: '5551234' },
  'text: an agent': { text: 'agent-123' },
  'text: many agents': { text: 'agent-1' },
  'text: two characters': { text: '77' },
  'text: nothing has it': { text: 'zzzz' },
  'agent and alert': { agentId: 'agent-123', hasAlert: true },
  'category and alert': { category: 'refund', hasAlert: true },
  'category in a week': {
    category: 'technical',
    startedFromMs: FIRST_DAY_MS + 50 * DAY_MS,
    startedToMs: FIRST_DAY_MS + 57 * DAY_MS,
  },
  'status and text': { status: ['INTERRUPTED'], text: '5551' },
  'a queue': { queue: 'queue-7' },
  'text without numbers': { textWithoutNumbers: '555' },
  'agent and text': { agentId: 'agent-007', text: '99' },
};
const sorts: readonly CallSortField[] = ['STARTED_AT', 'DURATION', 'AGENT', 'STATUS', 'CUSTOMER_SENTIMENT', 'ALERTS'];

const commonFilters = (): Readonly<Record<string, Filter>> => {
  const names = [
    'none',
    'status ENDED',
    'frequent category',
    'with alert',
    'half a year',
    'text: part of many numbers',
  ];
  return Object.fromEntries(Object.entries(filters).filter(([name]) => names.includes(name)));
};

const noCalls: RowScope = { ...everythingOf(DEFAULT_TENANT), all: false };
const teamOf = (size: number): readonly string[] =>
  Array.from({ length: size }, (_, agent) => `agent-${String(agent * 7).padStart(3, '0')}`);

/** The seeded calls have 400 agents and 20 queues. The store replaces a team by its agents before it reads. */
const partialScopes: Readonly<Record<string, RowScope>> = {
  'one agent': { ...noCalls, agentIds: ['agent-123'] },
  'a team of 10': { ...noCalls, agentIds: teamOf(10) },
  'a queue': { ...noCalls, queues: ['queue-7'] },
  'a team of 40 and 3 queues': { ...noCalls, agentIds: teamOf(40), queues: ['queue-1', 'queue-7', 'queue-13'] },
};

interface TimedQuery {
  readonly name: string;
  readonly ms: number;
}

async function measureQueries(
  reader: CallReader,
  listName: string,
  scope: RowScope,
  measured: Readonly<Record<string, Filter>>,
): Promise<Measurement[]> {
  const all: TimedQuery[] = [];
  for (const [name, filter] of Object.entries(measured)) {
    for (const field of sorts) {
      for (const direction of ['ASC', 'DESC'] as const) {
        all.push({
          name: `${name}, by ${field} ${direction}`,
          ms: await measureMedianMs(reader, scope, { first: PAGE, filter, sort: { field, direction } }),
        });
      }
    }
  }
  const slow = all.filter(({ ms }) => ms > TARGET_MS).sort((a, b) => b.ms - a.ms);
  const times = all.map(({ ms }) => ms);
  return [
    {
      name: `${listName}, ${all.length} filters and sorts: p50 / p95 / max`,
      measured: `${[0.5, 0.95, 1].map((share) => percentile(times, share).toFixed(1)).join(' / ')} ms`,
      target: `p95 ≤ ${TARGET_MS} ms`,
    },
    { name: `of these slower than ${TARGET_MS} ms`, measured: `${slow.length}`, target: '' },
    ...slow.slice(0, 10).map(({ name, ms }) => ({ name: `  ${name}`, measured: `${ms.toFixed(0)} ms`, target: '' })),
  ];
}

/** Reads the first page and the next one several times. Returns the median time. */
async function measureMedianMs(reader: CallReader, scope: RowScope, query: CallQuery): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    const startedMs = performance.now();
    const { items, hasNextPage } = await reader.calls(scope, query);
    times.push(performance.now() - startedMs);
    const last = items.at(-1);
    if (!hasNextPage || last === undefined) continue;
    const nextMs = performance.now();
    await reader.calls(scope, { ...query, after: last.cursor });
    times.push(performance.now() - nextMs);
  }
  return percentile(times, 0.5);
}
