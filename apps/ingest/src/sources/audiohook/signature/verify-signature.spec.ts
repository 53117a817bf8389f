import { signUpgrade, type AudiohookSigning, type AudiohookUpgrade } from '@earshot/media/audiohook';
import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { NonceMemory } from './nonce-memory.js';
import { findSignatureProblem } from './verify-signature.js';

const NOW_MS = 1_790_000_000_000;
const NOW_S = NOW_MS / 1_000;
const secret = Buffer.from('c2VjcmV0IG9mIGEgdGVzdCwgMzIgYnl0ZXMgbG9uZyE=', 'base64');
const upgrade: AudiohookUpgrade = {
  authority: 'calls.example.org',
  target: '/api/v1/audiohook/ws?site=1',
  organizationId: 'd7934305-0972-4844-938e-9060eef73d05',
  sessionId: '30b0e395-84d3-4570-ac13-9a62d8f514c0',
  correlationId: 'e160e428-53e2-487c-977d-96989bf5c99d',
  apiKey: 'the key of the test',
};
const signing = (change: Partial<AudiohookSigning> = {}): AudiohookSigning => ({
  nonce: 'VGhpc0lzQVVuaXF1ZU5vbmNl',
  createdS: NOW_S,
  expiresS: NOW_S + 10,
  sign: (text) => createHmac('sha256', secret).update(text).digest('base64'),
  ...change,
});

type Headers = Record<string, string | string[] | undefined>;
const aRequest = (
  change: Partial<AudiohookSigning> = {},
  headers: Headers = {},
): { url: string; headers: Headers } => ({
  url: upgrade.target,
  headers: { host: upgrade.authority, ...signUpgrade(upgrade, signing(change)), ...headers },
});
const aCheck = () => ({ apiKey: upgrade.apiKey, secrets: [Buffer.alloc(32), secret], nonces: new NonceMemory() });
const problemOf = (request: ReturnType<typeof aRequest>) => findSignatureProblem(request, aCheck(), NOW_MS);
/** Changes what is signed, and signs it anew. */
const resigned = (rewrite: (input: string) => string, headers: Headers = {}) => {
  const request = aRequest();
  const input = rewrite(request.headers['signature-input'] as string);
  const names = [.../\(([^)]*)\)/.exec(input)![1]!.matchAll(/"([^"]+)"/g)].map(([, name]) => name!);
  const all: Headers = {
    ...request.headers,
    ...headers,
    '@request-target': request.url,
    '@authority': upgrade.authority,
  };
  const base = [...names.map((name) => `"${name}": ${String(all[name])}`), `"@signature-params": ${input.slice(5)}`];
  const mac = createHmac('sha256', secret).update(base.join('\n')).digest('base64');
  return aRequest({}, { ...headers, 'signature-input': input, signature: `sig1=:${mac}:` });
};

describe('the signature of an AudioHook upgrade', () => {
  it('holds for what was signed with any of the secrets', () => {
    expect(problemOf(aRequest())).toBeNull();
  });

  it('holds with white space around its headers, with more than the needed headers, and with unknown parameters', () => {
    expect(problemOf(aRequest({}, { 'audiohook-session-id': ` ${upgrade.sessionId} ` }))).toBeNull();
    const more = (input: string) => input.replace('"x-api-key")', '"x-api-key" "user-agent")') + ';tag="genesys"';
    expect(problemOf(resigned(more, { 'user-agent': 'a phone system' }))).toBeNull();
  });

  it.each([
    ['none', { signature: undefined, 'signature-input': undefined }],
    ['only its input', { signature: undefined }],
    ['another label', { signature: 'sig2=:AAAA:' }],
    ['no structured field', { 'signature-input': 'sig1=(((' }],
    ['no list', { 'signature-input': 'sig1=1' }],
    ['text in place of bytes', { signature: 'sig1="AAAA"' }],
    ['a broken Base64', { signature: 'sig1=:A!:' }],
  ])('is refused when there is %s', (_, headers) => {
    expect(problemOf(aRequest({}, headers))).toBe('no signature that can be read');
  });

  it.each([
    [
      'another algorithm',
      (input: string) => input.replace('hmac-sha256', 'hmac-sha1'),
      'signed with another algorithm',
    ],
    ['another key', (input: string) => input.replace(/keyid="[^"]*"/, 'keyid="other"'), 'signed for another API key'],
    ['a short nonce', (input: string) => input.replace(/nonce="[^"]*"/, 'nonce="abc"'), 'nonce too short or too long'],
    [
      'a long nonce',
      (input: string) => input.replace(/nonce="/, `nonce="${'x'.repeat(256)}`),
      'nonce too short or too long',
    ],
    [
      'less than what has to be signed',
      (input: string) => input.replace('"@authority" ', ''),
      'not everything is signed',
    ],
    ['a header that is not there', (input: string) => input.replace(')', ' "origin")'), 'not everything is signed'],
    [
      'a component with a parameter',
      (input: string) => input.replace('"x-api-key"', '"x-api-key";sf'),
      'no signature that can be read',
    ],
    ['a component twice', (input: string) => input.replace(')', ' "x-api-key")'), 'no signature that can be read'],
    ['no nonce', (input: string) => input.replace(/;nonce="[^"]*"/, ''), 'no signature that can be read'],
    [
      'a time that is no number',
      (input: string) => input.replace(/created=\d+/, 'created="now"'),
      'no signature that can be read',
    ],
  ])('is refused, although signed rightly, with %s', (_, rewrite, problem) => {
    expect(problemOf(resigned(rewrite))).toBe(problem);
  });

  it.each([
    ['the session', { 'audiohook-session-id': '00000000-0000-0000-0000-000000000001' }],
    ['the host', { host: 'other.example.org' }],
    ['the mac, to one of another length', { signature: 'sig1=:AAAA:' }],
    ['the mac, to an empty one', { signature: 'sig1=::' }],
  ])('is refused after a change of %s', (_, headers) => {
    expect(problemOf(aRequest({}, headers))).toBe('signed with another secret, or changed on the way');
  });

  it('is refused after a change of the path, and with another secret', () => {
    const changed = 'signed with another secret, or changed on the way';
    expect(problemOf({ ...aRequest(), url: '/api/v1/audiohook/ws' })).toBe(changed);
    expect(problemOf(aRequest({ sign: (text) => createHmac('sha256', 'other').update(text).digest('base64') }))).toBe(
      changed,
    );
  });

  it.each([
    ['13 s ago', -13, null],
    ['14 s ago', -14, 'signed too long ago, or in the future'],
    ['3 s ahead', 3, null],
    ['4 s ahead', 4, 'signed too long ago, or in the future'],
  ])('may have been made %s, by another clock: %s', (_, madeAtS, problem) => {
    expect(problemOf(aRequest({ createdS: NOW_S + madeAtS, expiresS: NOW_S + 60 }))).toBe(problem);
  });

  it('is refused after its own end', () => {
    const createdS = NOW_S - 6;
    expect(problemOf(aRequest({ createdS, expiresS: createdS + 2 }))).toBe('signed too long ago, or in the future');
  });

  it('counts once', () => {
    const check = aCheck();
    expect(findSignatureProblem(aRequest(), check, NOW_MS)).toBeNull();
    expect(findSignatureProblem(aRequest(), check, NOW_MS + 1)).toBe('used before');
    expect(findSignatureProblem(aRequest({ nonce: 'AnotherNonceOf24Letters.' }), check, NOW_MS + 1)).toBeNull();
  });
});

describe('the memory of nonces', () => {
  it('forgets a nonce when its signature has lapsed, and takes none when it is full', () => {
    const nonces = new NonceMemory(2);
    expect([nonces.take('a', 10, 0), nonces.take('b', 20, 0), nonces.take('c', 30, 0)]).toEqual([true, true, false]);
    expect([nonces.take('b', 20, 10), nonces.take('c', 30, 10), nonces.take('d', 40, 10)]).toEqual([
      false,
      true,
      false,
    ]);
  });
});
