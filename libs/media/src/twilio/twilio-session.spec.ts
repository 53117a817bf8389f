import { describe, expect, it } from '@jest/globals';
import type { MediaAction } from '../session/media-action.js';
import type { TwilioStart } from './read-twilio-message.js';
import { twilioDialects } from './twilio-dialects.js';
import { twilioErrors, type TwilioErrorCode } from './twilio-errors.js';
import { twilioRuleNames, twilioRules } from './twilio-rules.js';
import { TwilioSession, type TwilioSessionOptions } from './twilio-session.js';

type Action = MediaAction<TwilioStart>;

const utf8 = new TextEncoder();
const text = (value: unknown) => utf8.encode(typeof value === 'string' ? value : JSON.stringify(value));
const connected = { event: 'connected', protocol: 'Call', version: '1.0.0' };
const startOf = (callSid: unknown, fields: object = {}) => ({
  event: 'start',
  start: {
    accountSid: 'AC1',
    callSid,
    tracks: ['inbound', 'outbound'],
    mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8_000, channels: 1 },
    ...fields,
  },
});
const start = startOf('c1');
const stop = { event: 'stop', stop: { accountSid: 'AC1', callSid: 'c1' } };
const media = (track: string, at: number, value: number) => ({
  event: 'media',
  media: {
    track,
    chunk: String(at + 1),
    timestamp: String(at * 20),
    payload: Buffer.alloc(160, value).toString('base64'),
  },
});
const aSession = (options: Partial<TwilioSessionOptions> = {}) =>
  new TwilioSession({ dialect: twilioDialects.twilio, timeoutMs: 60_000, ...options }, 0);
const inCall = () => {
  const session = aSession();
  session.receiveText(text(connected), 0);
  session.receiveText(text(start), 0);
  return session;
};
const kinds = (actions: readonly Action[]) => actions.map(({ kind }) => kind);
const codes = (actions: readonly Action[]) =>
  actions.flatMap((action) => (action.kind === 'count-refusal' ? [action.code] : []));
const audioOf = (actions: readonly Action[]) =>
  Buffer.concat(actions.flatMap((action) => (action.kind === 'audio' ? [action.samples] : [])));

describe('TwilioSession', () => {
  it('carries a call from its start to its stop', () => {
    const session = aSession();
    expect(session.receiveText(text(connected), 0)).toEqual([]);
    expect(session.receiveText(text(start), 0)).toMatchObject([{ kind: 'start-call', start: { callId: 'c1' } }]);
    expect(session.callId).toBe('c1');
    expect(session.receiveText(text(media('inbound', 0, 1)), 20)).toEqual([]);
    const joined = session.receiveText(text(media('outbound', 0, 2)), 20);
    expect(audioOf(joined)).toEqual(Buffer.from(Array.from({ length: 160 }, () => [1, 2]).flat()));
    expect(session.receiveText(text(stop), 40)).toEqual([{ kind: 'end-call', callId: 'c1' }]);
    expect(kinds(session.receiveText(text(startOf('c2')), 60))).toEqual(['start-call']);
  });

  it('gives what it still holds before the end, and names the track that is missing', () => {
    const session = inCall();
    session.receiveText(text(media('inbound', 0, 1)), 20);
    expect(session.receiveText(text(stop), 40)).toMatchObject([
      { kind: 'declare-gap', gap: { samples: 160, tracks: [1] } },
      { kind: 'audio' },
      { kind: 'end-call' },
    ]);
  });

  it('loses the call with the connection, after the audio that it holds', () => {
    const session = inCall();
    session.receiveText(text(media('inbound', 0, 1)), 20);
    expect(kinds(session.connectionLost())).toEqual(['declare-gap', 'audio', 'lose-call']);
    expect(session.receiveText(text(media('inbound', 1, 1)), 40)).toEqual([]);
  });

  it('takes keys, marks and repeated starts without a trace', () => {
    const session = inCall();
    for (const message of [
      { event: 'dtmf', dtmf: { track: 'inbound_track', digit: '4' } },
      { event: 'mark', mark: { name: 'm' } },
      connected,
      start,
    ])
      expect(session.receiveText(text(message), 0)).toEqual([]);
  });

  it.each([
    ['names no call', startOf(undefined), 'START_INVALID', 1007],
    [
      'has a codec that nobody decodes',
      startOf('c1', { mediaFormat: { encoding: 'OPUS' } }),
      'CODEC_NOT_SUPPORTED',
      1003,
    ],
    [
      'has no sample rate',
      startOf('c1', { mediaFormat: { encoding: 'audio/x-mulaw' } }),
      'SAMPLING_RATE_INVALID',
      1003,
    ],
    ['names another account', startOf('c1', { accountSid: 'AC2' }), 'ACCOUNT_NOT_ALLOWED', 1008],
    ['names no account', startOf('c1', { accountSid: undefined }), 'ACCOUNT_NOT_ALLOWED', 1008],
  ])('closes the socket of a start that %s', (_, message, code, closeCode) => {
    const session = aSession({ allowedAccounts: ['AC1'] });
    expect(session.receiveText(text(message), 0)).toEqual([
      { kind: 'count-refusal', code },
      { kind: 'close', closeCode },
    ]);
    expect(session.receiveText(text(start), 0)).toEqual([]);
  });

  it.each([
    ['another start', startOf('c2'), 'CALL_ALREADY_STARTED'],
    ['a start without an id', startOf(undefined), 'START_INVALID'],
    ['text that is not JSON', '{', 'TEXT_NOT_JSON'],
    ['an array', [1], 'TEXT_NOT_OBJECT'],
    ['media without audio', { event: 'media', media: {} }, 'MEDIA_INVALID'],
    ['media of another track', media('third', 0, 1), 'TRACK_NOT_ANNOUNCED'],
  ] satisfies [string, unknown, TwilioErrorCode][])('shows %s on the call, which goes on', (_, message, code) => {
    const session = inCall();
    expect(session.receiveText(text(message), 0)).toEqual([
      { kind: 'count-refusal', code },
      { kind: 'report-problem', callId: 'c1', code, message: twilioErrors[code] },
    ]);
    expect(kinds(session.receiveText(text(stop), 0))).toEqual(['end-call']);
  });

  it('counts unknown events and goes on', () => {
    const session = inCall();
    expect(session.receiveText(text({ event: 'dance' }), 0)).toEqual([
      { kind: 'count-refusal', code: 'EVENT_UNKNOWN' },
    ]);
    expect(codes(aSession().receiveText(text({ event: 'dance' }), 0))).toEqual(['EVENT_UNKNOWN']);
  });

  it('refuses binary data on a call', () => {
    expect(codes(inCall().receiveBinary(new Uint8Array(160), 0))).toEqual(['BINARY_NOT_EXPECTED']);
  });

  it.each([
    ['LCA', (session: TwilioSession) => session.receiveText(text({ callEvent: 'START' }), 0), 'an LCA message'],
    ['no JSON', (session: TwilioSession) => session.receiveText(text('hello'), 0), 'text that is not JSON'],
    ['binary data', (session: TwilioSession) => session.receiveBinary(new Uint8Array(4), 0), 'binary data'],
  ])('closes the socket of a client that begins with %s', (_, send, seen) => {
    expect(send(aSession())).toEqual([
      { kind: 'count-refusal', code: 'WRONG_PROTOCOL' },
      { kind: 'log-wrong-protocol', seen },
      { kind: 'close', closeCode: 1003 },
    ]);
  });

  it('closes the socket of a huge message; the call waits for its phone system', () => {
    const session = inCall();
    expect(session.receiveText(new Uint8Array(300_000), 0)).toMatchObject([
      { kind: 'count-refusal', code: 'TEXT_TOO_LARGE' },
      { kind: 'report-problem', code: 'TEXT_TOO_LARGE' },
      { kind: 'lose-call' },
      { kind: 'close', closeCode: 1009 },
    ]);
  });

  it('closes a socket that sends audio for two seconds without saying of which call', () => {
    const session = aSession();
    session.receiveText(text(connected), 0);
    expect(codes(session.receiveText(text(media('inbound', 0, 1)), 0))).toEqual(['MEDIA_BEFORE_START']);
    expect(session.tick(1_999)).toEqual([]);
    expect(kinds(session.tick(2_000))).toEqual(['count-refusal', 'log-wrong-protocol', 'close']);
  });

  it('pings a silent peer and cuts it at the limit', () => {
    const session = inCall();
    expect(session.tick(20_000)).toEqual([{ kind: 'ping' }]);
    expect(kinds(session.tick(60_000))).toEqual(['terminate', 'lose-call']);
  });

  it('closes the socket of a refused call, with the code for the reason', () => {
    expect(inCall().refuseCall('SERVICE_BUSY')).toEqual([
      { kind: 'count-refusal', code: 'SERVICE_BUSY' },
      { kind: 'close', closeCode: 1013 },
    ]);
  });

  it('closes the socket once the bus has the whole call, unless the next call has begun', () => {
    const session = inCall();
    session.receiveText(text(stop), 0);
    session.receiveText(text(startOf('c2')), 0);
    expect(session.confirmEnd()).toEqual([]);
    session.receiveText(text(stop), 0);
    expect(session.confirmEnd()).toEqual([{ kind: 'close', closeCode: 1000 }]);
  });

  it('has a use for each of its rules', () => {
    const used = new Set(Object.values(twilioRules).flatMap((byState) => Object.values(byState)));
    expect(twilioRuleNames.filter((rule) => !used.has(rule))).toEqual([]);
  });
});
