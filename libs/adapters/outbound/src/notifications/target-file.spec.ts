import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseTargetFile } from './target-file.js';

const webhook = {
  ...{ name: 'crm', type: 'webhook', url: 'https://crm.example.org/hook', secretVariable: 'CRM_SECRET' },
  kinds: ['CALL_STARTED'],
};
const parse = (...targets: object[]) => parseTargetFile(JSON.stringify({ targets }));

describe('the file of targets', () => {
  it('gives a webhook a key id, and the calls no stream', () => {
    expect(parse(webhook)).toEqual({ callDataStream: '', targets: [{ ...webhook, keyId: 'earshot' }] });
  });

  it.each([
    ['an unknown type', { ...webhook, type: 'pigeon' }, 'targets.0.type'],
    ['a secret in the file', { ...webhook, secret: 'x' }, 'targets.0'],
    ['an unknown kind', { ...webhook, kinds: ['CALL_LOST'] }, 'targets.0.kinds.0'],
    ['no kind', { ...webhook, kinds: [] }, 'targets.0.kinds'],
    ['a URL with a password', { ...webhook, url: 'https://a:b@crm.example.org' }, 'targets.0.url'],
    ['a file as a URL', { ...webhook, url: 'file:///etc/passwd' }, 'targets.0.url'],
    ['a variable that is a value', { ...webhook, secretVariable: 'my secret' }, 'targets.0.secretVariable'],
    ['a name with spaces', { ...webhook, name: 'my crm' }, 'targets.0.name'],
    ['no topic', { ...{ name: 'a', type: 'sns', topicArn: 'alerts' }, kinds: ['ALERT'] }, 'targets.0.topicArn'],
  ])('is refused for %s, and no value is named', (_what, target, path) => {
    expect(() => parse(target)).toThrow(
      expect.objectContaining({
        code: 'NOTIFICATIONS_UNUSABLE',
        message: expect.stringMatching(new RegExp(`^EARSHOT_NOTIFICATIONS_FILE: ${path}: `)),
      }),
    );
    expect(() => parse(target)).not.toThrow(/my secret|passwd|a:b/);
  });

  it('is refused for two targets with one name, and when it is no JSON', () => {
    expect(() => parse(webhook, webhook)).toThrow('another name for each target');
    expect(() => parseTargetFile('targets:')).toThrow('the file is no JSON');
  });
});

it('the file of the how-to is one', async () => {
  const doc = await readFile(join(import.meta.dirname, '../../../../../docs/how-to/notifications.md'), 'utf8');
  const [, file = ''] = /```json\n([^]*?)```/.exec(doc) ?? [];
  expect(parseTargetFile(file).targets).toHaveLength(5);
});
