import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { isSignedByPlivo, isSignedByTwilio } from './check-signature.js';

const publicUrl = 'wss://calls.example.com/api/v1/twilio';
const rules = { publicUrl, authTokens: ['old token', '12345'] };
const sha1 = (text: string, token = '12345') => createHmac('sha1', token).update(text).digest('base64');
const sha256 = (text: string, token = '12345') => createHmac('sha256', token).update(text).digest('base64');

describe('isSignedByTwilio', () => {
  const isSigned = (signature: string | string[] | undefined) =>
    isSignedByTwilio({ 'x-twilio-signature': signature as string }, rules);

  it('takes the signature of the address, with each of the tokens', () => {
    expect(isSigned(sha1(publicUrl))).toBe(true);
    expect(isSigned(sha1(publicUrl, 'old token'))).toBe(true);
  });

  // From the key "12345" and this address, calculated with `openssl dgst -sha1 -hmac 12345 -binary | base64`.
  it('takes a signature that was not calculated here', () => {
    expect(isSigned('Z9JtZ1xpW6hSJgKsbl0WbIn8BVg=')).toBe(true);
  });

  it.each([
    `${publicUrl}/`,
    'wss://calls.example.com:443/api/v1/twilio',
    publicUrl.replace('wss', 'https'),
    publicUrl.replace('wss', 'ws'),
  ])('takes the signature of %s, which is the same address', (url) => expect(isSigned(sha1(url))).toBe(true));

  it.each([
    ['no signature', undefined],
    ['two signatures', [sha1(publicUrl), sha1(publicUrl)]],
    ['an empty one', ''],
    ['a shorter one', sha1(publicUrl).slice(0, -1)],
    ['a longer one', `${sha1(publicUrl)}=`],
    ['one of another address', sha1('wss://calls.example.com/api/v1/other')],
    ['one of another host', sha1('wss://other.example.com/api/v1/twilio')],
    ['one with another token', sha1(publicUrl, 'guessed')],
  ])('refuses %s', (_, signature) => {
    expect(isSigned(signature)).toBe(false);
  });

  it('refuses everything without a token', () => {
    expect(isSignedByTwilio({ 'x-twilio-signature': sha1(publicUrl, '') }, { publicUrl, authTokens: [] })).toBe(false);
  });
});

describe('isSignedByPlivo', () => {
  const isSigned = (fields: Record<string, string>) =>
    isSignedByPlivo({ 'x-plivo-signature-v3-nonce': 'n1', ...fields }, rules);
  const signed = sha256(`${publicUrl}.n1`);

  it('takes the signature of the address and the nonce, alone or among others', () => {
    expect(isSigned({ 'x-plivo-signature-v3': signed })).toBe(true);
    expect(isSigned({ 'x-plivo-signature-v3': `${sha256('another')}, ${signed}` })).toBe(true);
    expect(isSigned({ 'x-plivo-signature-ma-v3': signed })).toBe(true);
    expect(isSigned({ 'x-plivo-signature-v3': sha256(`${publicUrl.replace('wss', 'https')}.n1`) })).toBe(true);
  });

  it.each([
    ['no signature', {}],
    ['one for another nonce', { 'x-plivo-signature-v3': sha256(`${publicUrl}.n2`) }],
    ['no nonce', { 'x-plivo-signature-v3-nonce': '', 'x-plivo-signature-v3': sha256(`${publicUrl}.`) }],
    ['another token', { 'x-plivo-signature-v3': sha256(`${publicUrl}.n1`, 'guessed') }],
  ])('refuses %s', (_, fields) => {
    expect(isSigned(fields)).toBe(false);
  });
});
