import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { everythingOf } from '@earshot/domain';
import { createNumberDigests, sealCallStore } from '@earshot/keys';
import { notificationsConfigSchema, openNotifier } from '@earshot/outbound';
import type { Notifier, NotificationState } from '@earshot/ports';
import {
  LoopbackServer,
  readBody,
  startLambda,
  startSmtp,
  startSns,
  type LambdaServer,
  type ManualClock,
  type SmtpRunning,
  type SnsServer,
} from '@earshot/testing';
import { callLife } from './call-life.js';
import { storagePerFile } from './storage-per-file.js';
import { callId, type TestReplica } from './test-storage.js';

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const SECRET = 'a secret of thirty-two characters';
const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:alerts';
const FUNCTION = 'arn:aws:lambda:eu-central-1:111122223333:function:start';

describe('notifications', () => {
  const at = storagePerFile();
  const environmentBefore = { ...process.env };
  const notifiers: Notifier[] = [];
  let server: LoopbackServer;
  let [sns, lambda, smtp]: [SnsServer, LambdaServer, SmtpRunning] = [] as never;
  let folder: string;
  let received: Received[];
  let statusOf: (request: Received) => number;

  beforeAll(async () => {
    server = await LoopbackServer.open(async (incoming, response) => {
      const request = { path: incoming.url ?? '', headers: incoming.headers, body: await readBody(incoming) };
      received.push(request);
      response.writeHead(statusOf(request)).end();
    });
    [sns, lambda, smtp] = await Promise.all([startSns(), startLambda(), startSmtp()]);
    Object.assign(process.env, sns.environment, {
      CRM_SECRET: SECRET,
      MAIL_SERVER: smtp.url,
      SLACK_URL: `${server.url}/slack`,
    });
    folder = await mkdtemp(join(tmpdir(), 'earshot-notifications-'));
  });
  beforeEach(() => {
    received = [];
    statusOf = () => 200;
  });
  afterEach(async () => {
    for (const notifier of notifiers.splice(0)) await notifier.close();
    await at.database.query('delete from notifications');
  });
  afterAll(async () => {
    process.env = environmentBefore;
    await rm(folder, { recursive: true });
    await Promise.all([server.goAway(), sns.goAway(), lambda.goAway(), smtp.close()]);
  });

  const webhook = (over: object = {}) => ({
    ...{ name: 'crm', type: 'webhook', url: `${server.url}/crm`, secretVariable: 'CRM_SECRET', keyId: 'crm-1' },
    kinds: ['CALL_STARTED', 'ALERT', 'CALL_ENDED'],
    ...over,
  });

  async function startWith(targets: readonly object[], config: Record<string, string> = {}, store?: object) {
    const file = join(folder, 'targets.json');
    await writeFile(file, JSON.stringify({ callDataStream: 'call-events', targets }));
    const replica: TestReplica[] = [];
    // The clock of the replica is the clock of what it sends.
    const clock = {
      nowMs: () => replica[0]!.clock.nowMs(),
      schedule: (ms: number, task: () => void) => replica[0]!.clock.schedule(ms, task),
    };
    const settings = notificationsConfigSchema.parse({
      EARSHOT_NOTIFICATIONS_FILE: file,
      EARSHOT_OUTBOUND_ALLOWED_HOSTS: '127.0.0.1',
      SNS_ENDPOINT: sns.endpoint,
      LAMBDA_ENDPOINT: lambda.endpoint,
    });
    const notifier = await openNotifier(settings, clock as ManualClock);
    if (notifier === null) throw new Error('nobody is told');
    notifiers.push(notifier);
    replica.push(at.start({ notifier, config, ...store }));
    return replica[0]!;
  }

  async function play(replica: TestReplica, id: string): Promise<void> {
    const { audio, lifecycle, insight } = callLife(callId(id));
    for (const event of [...lifecycle, ...audio, ...insight]) await replica.handle(event);
  }
  const send = (replica: TestReplica, target = 'crm') => replica.persistence.notificationSender!.sendDue(target);
  const kindsOf = (id: string) =>
    received
      .map(({ body }) => JSON.parse(body) as { kind: string; data: { CallId?: string; call_id?: string } })
      .filter(({ data }) => (data.CallId ?? data.call_id) === id)
      .map(({ kind }) => kind);
  const log = async (state?: NotificationState) =>
    (await at.storage.stores.notifications.listNotifications('default', { first: 100, ...(state && { state }) })).items
      .map(({ item }) => item)
      .reverse();

  it('tell a webhook of the start, the alerts and the end of a call in order, signed and in the form of LCA', async () => {
    const replica = await startWith([webhook()]);
    await play(replica, 'told');
    await send(replica);
    expect(received.map(({ path }) => path)).toEqual(Array(4).fill('/crm'));
    expect(kindsOf('told')).toEqual(['CALL_STARTED', 'ALERT', 'ALERT', 'CALL_ENDED']);
    const bodies = received.map(({ body }) => JSON.parse(body) as { id: string; data: object });
    expect(bodies.map(({ data }) => data)).toEqual([
      { CustomerPhoneNumber: '+15550100', CallId: 'told', CallDataStream: 'call-events' },
      { call_id: 'told', category_name: 'category 1', alert: true },
      { call_id: 'told', category_name: 'category 1', alert: true },
      { CustomerPhoneNumber: '+15550100', CallId: 'told', CallDataStream: 'call-events', CallSummaryText: '' },
    ]);
    expect(new Set(bodies.map(({ id }) => id)).size).toBe(4);
    for (const { headers, body } of received) {
      const seconds = Math.floor(replica.clock.nowMs() / 1_000);
      const mac = createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex');
      expect(headers['earshot-signature']).toBe(`t=${seconds},keyid=crm-1,v1=${mac}`);
    }
    expect((await log()).map(({ state, attempts, lastCode }) => [state, attempts, lastCode])).toEqual(
      Array(4).fill(['DELIVERED', 1, null]),
    );
  });

  it('are sent once for facts that come again', async () => {
    const replica = await startWith([webhook()]);
    await play(replica, 'again');
    await play(replica, 'again');
    await send(replica);
    expect(kindsOf('again')).toHaveLength(4);
  });

  it('reach Amazon SNS, Lambda, a mailbox and Slack', async () => {
    const replica = await startWith([
      { name: 'topic', type: 'sns', topicArn: TOPIC, kinds: ['CATEGORY_MATCHED'] },
      { name: 'function', type: 'lambda', functionArn: FUNCTION, kinds: ['CALL_STARTED'] },
      {
        ...{ name: 'mail', type: 'email', serverVariable: 'MAIL_SERVER' },
        from: 'a@example.org',
        to: ['b@example.org'],
        kinds: ['CALL_ENDED'],
      },
      { name: 'slack', type: 'slack', urlVariable: 'SLACK_URL', kinds: ['CALL_ENDED'] },
    ]);
    await play(replica, '<everywhere>');
    for (const target of ['topic', 'function', 'mail', 'slack']) await send(replica, target);
    expect(sns.messages).toHaveLength(8);
    const [first] = sns.messages;
    expect(first).toMatchObject({ TopicArn: TOPIC, Subject: 'Call Category Match', MessageStructure: 'json' });
    const told = sns.messages.map((one) => {
      const message = JSON.parse(one['Message'] ?? '') as { default: string };
      return JSON.parse(message.default) as { category_name: string };
    });
    expect(told[0]).toEqual({ call_id: '<everywhere>', category_name: 'category 0', alert: false });
    // The topic did not ask for alerts alone, and its subscribers see which matches are alerts.
    for (const one of told) expect(one).toMatchObject({ alert: one.category_name === 'category 1' });
    expect(lambda.invocations).toEqual([
      {
        functionName: FUNCTION,
        type: 'Event',
        payload: { CustomerPhoneNumber: '+15550100', CallId: '<everywhere>', CallDataStream: 'call-events' },
      },
    ]);
    expect(smtp.mails).toEqual([{ to: ['b@example.org'], text: expect.stringContaining('Call <everywhere> ended.') }]);
    const text = 'Call &lt;everywhere&gt; ended. Its transcript is complete.';
    expect(received.map(({ body }) => JSON.parse(body))).toEqual([
      { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] },
    ]);
    expect(JSON.stringify([sns.messages, lambda.invocations, smtp.mails, received])).not.toMatch(/words \d/);
    expect(new Set((await log()).map(({ state }) => state))).toEqual(new Set(['DELIVERED']));
  });

  it('wait for the ones before them of their call, and other calls go on', async () => {
    statusOf = ({ body }) => (body.includes('"stuck"') ? 503 : 200);
    const replica = await startWith([webhook()]);
    await play(replica, 'stuck');
    await play(replica, 'free');
    await send(replica);
    expect(kindsOf('stuck')).toEqual(['CALL_STARTED']);
    expect(kindsOf('free')).toHaveLength(4);
    statusOf = () => 200;
    await replica.clock.advance(4_999);
    await send(replica);
    expect(kindsOf('stuck')).toHaveLength(1);
    await replica.clock.advance(1);
    await send(replica);
    expect(kindsOf('stuck')).toEqual(['CALL_STARTED', 'CALL_STARTED', 'ALERT', 'ALERT', 'CALL_ENDED']);
    const [first] = await log();
    expect(first).toMatchObject({ state: 'DELIVERED', attempts: 2, lastCode: 'OUTBOUND_REFUSED' });
  });

  it('are given up after the last attempt, or at once when the target refuses them, and are sent again when somebody asks', async () => {
    statusOf = ({ body }) => (body.includes('CALL_STARTED') ? 503 : body.includes('ALERT') ? 400 : 200);
    const replica = await startWith([webhook()], { EARSHOT_NOTIFICATION_ATTEMPTS: '2' });
    await play(replica, 'refused');
    await send(replica);
    await replica.clock.advance(5_000);
    await send(replica);
    expect(kindsOf('refused')).toEqual(['CALL_STARTED', 'CALL_STARTED', 'ALERT', 'ALERT', 'CALL_ENDED']);
    expect((await log()).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['FAILED', 2],
      ['FAILED', 1],
      ['FAILED', 1],
      ['DELIVERED', 1],
    ]);
    const [failed] = await log('FAILED');
    statusOf = () => 200;
    received = [];
    const { notifications } = at.storage.stores;
    expect(await notifications.redeliver('other', failed!.id, replica.clock.nowMs())).toBeNull();
    expect(await notifications.redeliver('default', 'no id', replica.clock.nowMs())).toBeNull();
    expect(await notifications.redeliver('default', failed!.id, replica.clock.nowMs())).toMatchObject({
      id: failed!.id,
      state: 'PENDING',
      settledAtMs: null,
    });
    await send(replica);
    expect(received.map(({ headers }) => headers['earshot-notification'])).toEqual([failed!.id]);
    expect((await log())[0]).toMatchObject({ state: 'DELIVERED', attempts: 1 });
  });

  it('survive a process that dies before it sends them, or while it does', async () => {
    const first = await startWith([webhook()]);
    await play(first, 'survives');
    await first.persistence.close();
    const second = await startWith([webhook()]);
    const limits = { first: 1, nowMs: second.clock.nowMs(), leaseMs: 70_000 };
    expect(await at.storage.stores.notifications.takeDue('crm', limits)).toHaveLength(1);
    await send(second);
    expect(kindsOf('survives')).toEqual([]);
    await second.clock.advance(70_001);
    await send(second);
    expect(kindsOf('survives')).toEqual(['CALL_STARTED', 'ALERT', 'ALERT', 'CALL_ENDED']);
  });

  it('are not sent twice at the same time when somebody sends one again that is on its way', async () => {
    const replica = await startWith([webhook()]);
    await play(replica, 'on-its-way');
    const { notifications } = at.storage.stores;
    const limits = { first: 1, nowMs: replica.clock.nowMs(), leaseMs: 70_000 };
    const [taken] = await notifications.takeDue('crm', limits);
    await notifications.redeliver('default', taken!.id, replica.clock.nowMs());
    expect(await notifications.takeDue('crm', limits)).toEqual([]);
    await notifications.settle(taken!, { state: 'DELIVERED' }, replica.clock.nowMs());
    expect((await log())[0]).toMatchObject({ state: 'DELIVERED', attempts: 1 });
  });

  it('of an erased call are not sent, and go with it', async () => {
    const replica = await startWith([webhook()]);
    await play(replica, 'erased');
    const order = { principal: 'key:admin', subject: 'Ada', reason: 'asked', atMs: replica.clock.nowMs() };
    await at.storage.stores.callErasures.requestErasure(everythingOf('default'), callId('erased'), order);
    await send(replica);
    expect(received).toEqual([]);
    await replica.persistence.callEraser.eraseCalls();
    const { rowCount } = await at.database.query('select from notifications');
    expect(rowCount).toBe(0);
  });

  it('hold no number that is sealed', async () => {
    const digestNumbers = await createNumberDigests(at.storage.masterKey);
    const store = sealCallStore(at.storage.stores.callStore, { keys: at.storage.openKeys(), digestNumbers });
    const replica = await startWith([webhook({ kinds: ['CALL_STARTED'] })], {}, { store });
    await play(replica, 'sealed');
    await send(replica);
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ data: { CallId: 'sealed', CustomerPhoneNumber: '' } });
  });

  it('are removed from the log when they are old', async () => {
    const replica = await startWith([webhook()], { EARSHOT_NOTIFICATION_DAYS: '1' });
    await play(replica, 'old');
    await send(replica);
    await replica.persistence.notificationRetention.purgeRows();
    expect(await log()).toHaveLength(4);
    await replica.clock.advance(86_400_001);
    await replica.persistence.notificationRetention.purgeRows();
    expect(await log()).toEqual([]);
  });

  it('are listed page by page, newest first, for one tenant', async () => {
    const replica = await startWith([webhook()]);
    await play(replica, 'listed');
    const { notifications } = at.storage.stores;
    const first = await notifications.listNotifications('default', { first: 3 });
    expect(first.items.map(({ item }) => item.kind)).toEqual(['CALL_ENDED', 'ALERT', 'ALERT']);
    const rest = await notifications.listNotifications('default', { first: 3, after: first.items[2]!.cursor });
    expect([rest.items.map(({ item }) => item.kind), rest.hasNextPage]).toEqual([['CALL_STARTED'], false]);
    expect((await notifications.listNotifications('other', { first: 3 })).items).toEqual([]);
    await expect(notifications.listNotifications('default', { first: 3, after: 'x' })).rejects.toMatchObject({
      code: 'BAD_CURSOR',
    });
  });
});
