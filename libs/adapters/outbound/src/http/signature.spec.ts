import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isSigned, signBody, type SignatureCheck } from './signature.js';

const key = { id: 'crm-1', secret: 'a secret of thirty-two characters' };
const nowMs = 1_700_000_000_500;
const body = '{"CallId":"call-1"}';
const header = signBody(body, key, nowMs);
const check = (over: Partial<SignatureCheck> = {}) =>
  isSigned({
    header,
    body,
    nowMs,
    windowMs: 300_000,
    findSecret: (id) => (id === key.id ? key.secret : undefined),
    ...over,
  });

describe('the signature of a body', () => {
  it('is the HMAC of the time and the body, with the time and the key beside it', () => {
    const mac = createHmac('sha256', key.secret).update(`1700000000.${body}`).digest('hex');
    expect(header).toBe(`t=1700000000,keyid=crm-1,v1=${mac}`);
    expect(check()).toBe(true);
  });

  it.each([
    ['another body', { body: `${body} ` }],
    ['no header', { header: undefined }],
    ['an empty header', { header: '' }],
    ['a header without a time', { header: header.replace(/^t=\d+,/, '') }],
    ['another time', { header: header.replace('t=1700000000', 't=1700000001') }],
    ['a key that is not known', { header: header.replace('crm-1', 'crm-2') }],
    ['a part of the signature', { header: header.slice(0, -2) }],
    ['the secret of another', { findSecret: () => 'another secret of thirty-two characters' }],
    ['an old signature', { nowMs: nowMs + 301_000 }],
    ['a signature from the future', { nowMs: nowMs - 302_000 }],
  ] as const)('is refused with %s', (_what, over) => expect(check(over)).toBe(false));
});
