import { signUpgrade, writeUpgradeHeaders } from '@earshot/media/audiohook';
import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { AudiohookClients, findAudiohookDoor } from './audiohook-clients.js';
import { audiohookSettings } from './audiohook-settings.js';

const NOW_MS = 1_790_000_000_000;
const apiKey = 'the key of the test';
const organizationId = 'd7934305-0972-4844-938e-9060eef73d05';
const secretText = 'c2VjcmV0IG9mIGEgdGVzdCwgMzIgYnl0ZXMgbG9uZyE=';
const schema = z.object(audiohookSettings);
const clientsWith = (settings: Record<string, string>) => new AudiohookClients(schema.parse(settings));
const upgrade = {
  authority: 'calls.example.org',
  target: '/api/v1/audiohook/ws',
  organizationId,
  sessionId: '30b0e395-84d3-4570-ac13-9a62d8f514c0',
  correlationId: 'e160e428-53e2-487c-977d-96989bf5c99d',
  apiKey,
};
const unsigned = { url: upgrade.target, headers: { host: upgrade.authority, ...writeUpgradeHeaders(upgrade) } };
const signing = {
  nonce: 'VGhpc0lzQVVuaXF1ZU5vbmNl',
  createdS: NOW_MS / 1_000,
  expiresS: NOW_MS / 1_000 + 10,
  sign: (text: string) => createHmac('sha256', Buffer.from(secretText, 'base64')).update(text).digest('base64'),
};
const signed = { url: upgrade.target, headers: { host: upgrade.authority, ...signUpgrade(upgrade, signing) } };
const keyOnly = { EARSHOT_AUDIOHOOK_API_KEY: `an older key of the test, ${apiKey}` };
const withSecret = { ...keyOnly, EARSHOT_AUDIOHOOK_CLIENT_SECRET: secretText };

describe('the clients of AudioHook', () => {
  it('are not checked without an API key', () => {
    expect([clientsWith({}).areChecked, clientsWith(keyOnly).areChecked]).toEqual([false, true]);
  });

  it('may send calls with any of the keys, and signed where there is a secret', () => {
    expect(clientsWith(keyOnly).findProblem(unsigned, NOW_MS)).toBeNull();
    expect(clientsWith(withSecret).findProblem(signed, NOW_MS)).toBeNull();
    expect(clientsWith(withSecret).findProblem(unsigned, NOW_MS)).toBe('no signature that can be read');
  });

  it.each([
    ['another key', { 'x-api-key': 'another key of a test' }, 'no API key of ours'],
    ['no key', { 'x-api-key': undefined }, 'no API key of ours'],
    ['no organization', { 'audiohook-organization-id': undefined }, 'no organization that may send calls'],
    ['an organization that is no UUID', { 'audiohook-organization-id': 'x' }, 'no organization that may send calls'],
  ])('may not with %s', (_, headers, problem) => {
    const request = { ...unsigned, headers: { ...unsigned.headers, ...headers } };
    expect(clientsWith(keyOnly).findProblem(request, NOW_MS)).toBe(problem);
  });

  it('may only be of the organizations that are listed, whatever the case of the letters', () => {
    const listed = { ...keyOnly, EARSHOT_AUDIOHOOK_ORGANIZATIONS: organizationId.toUpperCase() };
    const others = { ...keyOnly, EARSHOT_AUDIOHOOK_ORGANIZATIONS: upgrade.sessionId };
    expect(clientsWith(listed).findProblem(unsigned, NOW_MS)).toBeNull();
    expect(clientsWith(others).findProblem(unsigned, NOW_MS)).toBe('no organization that may send calls');
  });
});

describe('the settings of AudioHook', () => {
  it('need a client secret beside the API key in production', () => {
    const doors = [{}, keyOnly, withSecret].map((settings) => findAudiohookDoor(schema.parse(settings))?.[0] ?? null);
    expect(doors).toEqual([null, 'EARSHOT_AUDIOHOOK_CLIENT_SECRET', null]);
  });

  it.each([
    ['a secret that is no Base64', { EARSHOT_AUDIOHOOK_CLIENT_SECRET: 'not base64!' }],
    ['a short secret', { EARSHOT_AUDIOHOOK_CLIENT_SECRET: 'c2hvcnQ=' }],
    ['a short key', { EARSHOT_AUDIOHOOK_API_KEY: 'short' }],
    ['an organization that is no UUID', { EARSHOT_AUDIOHOOK_ORGANIZATIONS: 'acme' }],
  ])('refuse %s and never show its value', (_, settings) => {
    const parsed = schema.safeParse(settings);
    expect(parsed.success).toBe(false);
    expect(JSON.stringify(parsed.error?.issues)).not.toContain(Object.values(settings)[0]);
  });
});
