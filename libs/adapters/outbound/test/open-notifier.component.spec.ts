import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { notificationsConfigSchema, openNotifier } from '../src/index.js';

const environmentBefore = { ...process.env };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earshot-targets-'));
  Object.assign(process.env, {
    CRM_SECRET: 'a secret of thirty-two characters',
    PLAIN_URL: 'http://chat.example.org/secret-path',
    SLACK_URL: 'https://hooks.example.org/secret-path',
  });
});
afterAll(async () => {
  process.env = environmentBefore;
  await rm(folder, { recursive: true });
});

async function open(target: object) {
  const file = join(folder, 'targets.json');
  await writeFile(file, JSON.stringify({ targets: [{ name: 'one', kinds: ['ALERT'], ...target }] }));
  const settings = { EARSHOT_NOTIFICATIONS_FILE: file, EARSHOT_OUTBOUND_ALLOWED_HOSTS: 'inside.example.org' };
  const notifier = await openNotifier(notificationsConfigSchema.parse(settings), new ManualClock());
  await notifier?.close();
  return notifier?.targets;
}
const webhook = (url: string) => ({ type: 'webhook', url, secretVariable: 'CRM_SECRET' });
const slack = (urlVariable: string) => ({ type: 'slack', urlVariable });

describe('a target', () => {
  it.each([
    ['a public host with TLS', webhook('https://crm.example.org')],
    ['a host that a setting allows', webhook('http://inside.example.org')],
    ['Slack', slack('SLACK_URL')],
  ])('opens at %s', async (_what, target) => {
    await expect(open(target)).resolves.toEqual([{ name: 'one', kinds: ['ALERT'] }]);
  });

  it.each([
    ['a webhook without TLS', webhook('http://crm.example.org/secret-path'), 'one: url: '],
    ['a webhook inside a network', webhook('https://192.168.1.1/secret-path'), 'one: url: '],
    ['Slack without TLS', slack('PLAIN_URL'), 'one: PLAIN_URL: '],
  ])('stops the start at %s, and the message names the place only', async (_what, target, place) => {
    const opened = open(target);
    await expect(opened).rejects.toMatchObject({
      code: 'NOTIFICATIONS_UNUSABLE',
      message: expect.stringContaining(`EARSHOT_NOTIFICATIONS_FILE: ${place}expected https://`),
    });
    await expect(opened).rejects.not.toThrow('secret-path');
  });
});
