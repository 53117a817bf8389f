import { describe, expect, it } from '@jest/globals';
import type { MediaAction } from '../session/media-action.js';
import { MAX_BINARY_BYTES } from '../session/media-session.js';
import { earshotErrorCodes, earshotErrors } from './earshot-errors.js';
import { createEarshotSession } from './earshot-session.js';
import { MAX_EARSHOT_TEXT_BYTES, type EarshotStart } from './read-earshot-message.js';

type Actions = readonly MediaAction<EarshotStart>[];

const utf8 = new TextEncoder();
const text = (value: unknown) => utf8.encode(typeof value === 'string' ? value : JSON.stringify(value));
const agent = { id: 'agent', role: 'AGENT' };
const supervisor = { id: 'supervisor', role: 'SUPERVISOR' };
const start = {
  type: 'start',
  callId: 'c1',
  codec: 'L16',
  sampleRateHz: 8_000,
  tracks: [{}, { participantId: 'agent' }, {}],
  participants: [agent],
};
const aSession = () => createEarshotSession({ newId: () => 'made', timeoutMs: 60_000 }, 0);
const inCall = () => {
  const session = aSession();
  session.receiveText(text(start), 0);
  return session;
};
const kinds = (actions: Actions) => actions.map(({ kind }) => kind);
const replies = (actions: Actions) =>
  actions.flatMap((action) => (action.kind === 'reply' ? [JSON.parse(action.text) as Record<string, unknown>] : []));

describe('a session of the Earshot protocol', () => {
  it('carries a call from start to end, and then another one', () => {
    const session = aSession();
    const [started] = session.receiveText(text(start), 0);
    expect(started).toMatchObject({ kind: 'start-call', start: { callId: 'c1', channelCount: 3 } });
    const chunk = new Uint8Array(9_600);
    expect(session.receiveBinary(chunk, 1)).toEqual([{ kind: 'audio', samples: chunk }]);
    expect(session.receiveText(text({ type: 'end' }), 2)).toEqual([{ kind: 'end-call', callId: 'c1' }]);
    expect(kinds(session.receiveText(text({ ...start, callId: 'c2' }), 3))).toEqual(['start-call']);
  });

  it('joins the sample frames of three tracks wherever the client cut them', () => {
    const session = inCall();
    const sent = Uint8Array.from({ length: 60 }, (_, at) => at);
    const chunks = [0, 5, 13, 36, 59].flatMap((from, at, cuts) =>
      session
        .receiveBinary(sent.subarray(from, cuts[at + 1] ?? sent.length), 0)
        .flatMap((action) => (action.kind === 'audio' ? [action.samples] : [])),
    );
    expect(chunks.every(({ length }) => length % 6 === 0)).toBe(true);
    expect(chunks.flatMap((chunk) => [...chunk])).toEqual([...sent]);
    expect(session.receiveText(text({ type: 'end' }), 0)).toHaveLength(1);
  });

  it('passes on changes of participants and tracks', () => {
    const session = inCall();
    const change = { kind: 'join', participant: supervisor, track: 2 };
    expect(session.receiveText(text({ type: 'participant.joined', participant: supervisor, track: 2 }), 0)).toEqual([
      { kind: 'change-roster', change },
    ]);
  });

  it('tells the client and the call when the call refuses a change', () => {
    const actions = inCall().refuseChange('TRACK_UNKNOWN');
    expect(replies(actions)).toMatchObject([{ type: 'error', code: 'TRACK_UNKNOWN', callId: 'c1' }]);
    expect(kinds(actions)).toEqual(['reply', 'count-refusal', 'report-problem']);
  });

  it.each([
    ['a change before a start', { type: 'participant.left', participantId: 'agent' }, 'CHANGE_WITHOUT_CALL'],
    ['end before a start', { type: 'end' }, 'END_WITHOUT_CALL'],
    ['a start with a wrong field', { ...start, codec: 'OPUS' }, 'MESSAGE_INVALID'],
  ])('refuses %s and keeps the socket', (_, message, code) => {
    const session = aSession();
    expect(replies(session.receiveText(text(message), 0))).toMatchObject([{ type: 'error', code }]);
    expect(kinds(session.receiveText(text(start), 0))).toEqual(['start-call']);
  });

  it.each([
    ['a second start', start, 'CALL_ALREADY_STARTED'],
    ['end of another call', { type: 'end', callId: 'c2' }, 'END_OF_ANOTHER_CALL'],
    ['another type', { type: 'participant.muted' }, 'TYPE_UNKNOWN'],
    ['text that is not JSON', '{', 'TEXT_NOT_JSON'],
    ['a wrong field', { type: 'track.assigned', track: 'x', participantId: null }, 'MESSAGE_INVALID'],
  ])('replies to and reports %s, and the call goes on', (_, message, code) => {
    const session = inCall();
    const actions = session.receiveText(text(message), 0);
    expect(replies(actions)).toMatchObject([{ type: 'error', code, callId: 'c1' }]);
    expect(kinds(actions)).toEqual(['reply', 'count-refusal', 'report-problem']);
    expect(kinds(session.receiveText(text({ type: 'end', callId: 'c1' }), 0))).toEqual(['end-call']);
  });

  it.each([
    ['LCA', '{"callEvent":"START","samplingRate":8000}', 'an LCA message'],
    ['Twilio Media Streams', '{"event":"connected"}', 'a Twilio Media Streams message'],
    ['some other JSON', '{"type":"session.update"}', 'a JSON message of an unknown protocol'],
    ['plain text', 'secret words', 'text that is not JSON'],
  ])('sends a client of %s one error that names its message, and closes', (_, sent, seen) => {
    const session = aSession();
    const actions = session.receiveText(text(sent), 0);
    expect(replies(actions)).toMatchObject([{ code: 'WRONG_PROTOCOL', message: expect.stringContaining(seen) }]);
    expect(actions.at(-1)).toEqual({ kind: 'close', closeCode: 1003 });
    expect(JSON.stringify(actions)).not.toContain('secret');
    expect(session.receiveText(text(start), 0)).toEqual([]);
  });

  it.each([
    ['text', MAX_EARSHOT_TEXT_BYTES, 'TEXT_TOO_LARGE'],
    ['audio', MAX_BINARY_BYTES, 'AUDIO_TOO_LARGE'],
  ])('closes the socket after too much %s; the call waits for its client', (what, limit, code) => {
    const session = inCall();
    const bytes = new Uint8Array(limit + 1);
    const actions = what === 'text' ? session.receiveText(bytes, 0) : session.receiveBinary(bytes, 0);
    expect(replies(actions)).toMatchObject([{ code }]);
    expect(actions.slice(-2)).toEqual([
      { kind: 'lose-call', callId: 'c1' },
      { kind: 'close', closeCode: 1009 },
    ]);
  });
});

describe('earshotErrors', () => {
  it.each(earshotErrorCodes)('has an upper snake case code and a sentence for %s', (code) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    expect(earshotErrors[code]).toMatch(/^\S.*\.$/);
  });
});
