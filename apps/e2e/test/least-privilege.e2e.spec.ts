import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessTools, readArguments, runAccessCommand } from '@earshot/access-tool';
import { playCall } from '@earshot/call-player';
import { services, type ServiceName } from '@earshot/contracts';
import { openPostgres } from '@earshot/postgres';
import { systemClock } from '@earshot/runtime';
import { startStack, type Stack } from '@earshot/stack';
import { CapturingLogger, findKafkaHome } from '@earshot/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testAudio } from './support/audio.js';

const home = findKafkaHome(process.env['EARSHOT_TEST_KAFKA_HOME']);
if (home === undefined)
  process.stderr.write('skipped: Kafka is not installed (run node tools/workspace/ensure-kafka.mjs)\n');
/** Generous for a busy machine: only what never happens takes this long. */
const LIMIT_MS = 300_000;
const CALL = 'with-own-rights';

/** Requests that together touch everything that the gateway reads and writes. */
const REQUESTS = [
  `{ calls(first: 5, filter: { text: "hello" }) { nodes { id } } agents(prefix: "") speechEngines { name } }`,
  `{ call(id: "${CALL}") { lookedAtBy { count } legalHold { reason } segments(first: 5) { nodes { text } } } }`,
  `{ retentionPolicies { days } retentionPreview { calls } erasures { nodes { callId } } notifications { nodes { id } } auditTrail { nodes { action } } }`,
  `{ accessKeys { nodes { id } } users { nodes { id } } teams { nodes { name } } userSessions { nodes { id } } }`,
  `mutation { setRetentionPolicy(kind: QUEUE, name: "sales", days: 9) { days } }`,
  `mutation { removeRetentionPolicy(kind: QUEUE, name: "sales") { days } }`,
  `mutation { setLegalHold(id: "${CALL}", reason: "a claim") { id } }`,
  `mutation { releaseLegalHold(id: "${CALL}") { id } }`,
  `mutation { setCallRetention(id: "${CALL}", retainUntil: "2100-01-01T00:00:00Z") { id } }`,
  `mutation { addToTeam(team: "east", agentId: "mia") { name } }`,
  `mutation { removeFromTeam(team: "east", agentId: "mia") { name } }`,
  `mutation { createUser(input: { name: "mia@example.org", roles: [SUPERVISOR] }) { user { id } } }`,
  `mutation { createAccessKey(input: { name: "wallboard", roles: [SUPERVISOR] }) { key { id } } }`,
];

(home === undefined ? describe.skip : describe)('services that each have an identity of their own', () => {
  let dataDir: string;
  let stack: Stack;
  let operatorKey: string;
  let sourceKey: string;

  /** What `npm run access` prints last, with the role that owns the tables. */
  async function runAccess(line: string): Promise<string> {
    const stores = openPostgres({ url: stack.databaseUrl, poolSize: 2, logger: new CapturingLogger() });
    let last = '';
    const print = (text: string): void => void (last = text);
    const tools = accessTools(stores, { clock: systemClock, pageUrl: 'http://localhost:4000', print });
    await runAccessCommand(readArguments(line.split(' ')), tools).finally(() => stores.close());
    return last;
  }
  const request = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, stack.httpUrls[0]), {
      ...init,
      headers: { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' },
    });
  const query = async <T>(text: string): Promise<{ data: T; errors?: unknown }> =>
    (await (await request('/graphql', { method: 'POST', body: JSON.stringify({ query: text }) })).json()) as never;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'earshot-rights-'));
    const scripted = {
      SPEECH_ENGINE: 'scripted',
      EARSHOT_ALLOW_CHOSEN_ENGINE: 'true',
      // Numbers are sealed and opened with the keys of calls, which need rights of their own.
      EARSHOT_SEAL_NUMBERS: 'true',
    };
    stack = await startStack({
      dataDir,
      bus: 'kafka',
      kafkaSignIn: 'passwords',
      env: { ...scripted, EARSHOT_AUTH: 'local' },
    });
    operatorKey = await runAccess('create-key --role admin --role supervisor --role auditor');
    sourceKey = await runAccess('create-key --source lca');
  }, LIMIT_MS);
  afterAll(async () => {
    await stack?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }, LIMIT_MS);

  /** The user of the database and how many tables it owns. */
  async function identify(url: string): Promise<unknown> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const tables = '(select count(*)::int from pg_tables where tableowner = current_user)';
    const { rows } = await client.query(`select current_user as name, ${tables} as owned`).finally(() => client.end());
    return rows[0];
  }

  it('connect as themselves, to the database and to the broker, each with a password of its own', async () => {
    const passwords = new Set<unknown>();
    for (const service of services) {
      const settings = stack.environmentOf(service, 1);
      expect(await identify(settings['DATABASE_URL'] ?? '')).toEqual({ name: `earshot_${service}`, owned: 0 });
      expect(settings).toMatchObject({
        KAFKA_TLS: 'true',
        KAFKA_SASL_MECHANISM: 'scram-sha-512',
        KAFKA_SASL_USERNAME: `earshot_${service}`,
      });
      expect(settings).not.toHaveProperty('KAFKA_TLS_CERT_FILE');
      passwords.add(settings['KAFKA_SASL_PASSWORD']);
    }
    expect(passwords.size).toBe(services.length);
  });

  interface SeenCall {
    readonly status: string;
    readonly customerNumber: string | null;
    readonly problems: readonly { readonly code: string }[];
    readonly ledger: readonly { readonly receivedMs: number }[];
    readonly recording: { readonly url: string } | null;
    readonly segments: { readonly nodes: readonly object[] };
  }
  const readCall = async (): Promise<SeenCall | null> =>
    (
      await query<{ call: SeenCall | null }>(
        `{ call(id: "${CALL}") { status customerNumber problems { code } ledger { receivedMs } recording { url } segments(first: 9) { nodes { text } } } }`,
      )
    ).data.call;
  /** The limit of the test ends it. */
  async function untilCall(isReached: (call: SeenCall | null) => boolean): Promise<void> {
    while (!isReached(await readCall())) await new Promise((resolve) => setTimeout(resolve, 100));
  }

  it(
    'carry a call from its source to the page, its recording, every request and its erasure',
    async () => {
      const audio = testAudio(12_000);
      const played = { audio, callId: CALL, fromNumber: '+12065550142', speed: 4, key: sourceKey };
      await playCall({ ...played, url: stack.ingestUrls[0] ?? '' });
      await untilCall((call) => call?.status === 'ENDED' && call.segments.nodes.length > 0);
      expect(await readCall()).toMatchObject({
        customerNumber: played.fromNumber,
        problems: [],
        ledger: [{ receivedMs: 12_000 }, { receivedMs: 12_000 }],
      });
      const recording = await request((await readCall())?.recording?.url ?? '/none');
      expect([recording.status, (await recording.arrayBuffer()).byteLength]).toEqual([200, expect.any(Number)]);

      for (const text of REQUESTS) expect([text, (await query(text)).errors]).toEqual([text, undefined]);
      expect(await query(`mutation { eraseCall(id: "${CALL}", reason: "asked") { callId } }`)).toMatchObject({
        data: { eraseCall: { callId: CALL } },
      });
      await untilCall((call) => call === null);
    },
    LIMIT_MS,
  );

  /** The lines in which a service says that its database or its broker refused it. */
  const refusals = (name: ServiceName): readonly string[] =>
    stack.services
      .filter((service) => service.name === name)
      .flatMap((service) => service.output().split('\n'))
      .filter((line) => /BUS_NOT_ALLOWED|AUTHORIZATION_FAILED|SQL state 42501/.test(line));

  it('were refused nothing that their work needs, and say it when they are', async () => {
    for (const service of services) expect([service, refusals(service)]).toEqual([service, []]);
    const owner = new pg.Client({ connectionString: stack.databaseUrl });
    await owner.connect();
    await owner.query('revoke select on users from earshot_gateway').finally(() => owner.end());
    expect(await query('{ users { nodes { id } } }')).toHaveProperty('errors');
    while (refusals('gateway').length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
  });
});
