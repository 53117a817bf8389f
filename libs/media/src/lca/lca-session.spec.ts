import { describe, expect, it } from '@jest/globals';
import type { MediaAction } from '../session/media-action.js';
import { MAX_BINARY_BYTES } from '../session/media-session.js';
import { lcaErrorCodes, lcaErrors } from './lca-errors.js';
import { createLcaSession, type LcaSession, type LcaSessionOptions } from './lca-session.js';
import { MAX_LCA_TEXT_BYTES, type LcaStart } from './read-lca-message.js';

type LcaAction = MediaAction<LcaStart>;

const utf8 = new TextEncoder();
const text = (value: unknown) => utf8.encode(typeof value === 'string' ? value : JSON.stringify(value));
const start = { callEvent: 'START', callId: 'c1', samplingRate: 8_000 };
const end = { ...start, callEvent: 'END' };
const aSession = (options: Partial<LcaSessionOptions> = {}) =>
  createLcaSession({ newId: () => 'made', timeoutMs: 60_000, repairBrowserAudio: false, ...options }, 0);
const inCall = (fields: object = {}, options: Partial<LcaSessionOptions> = {}) => {
  const session = aSession(options);
  session.receiveText(text({ ...start, ...fields }), 0);
  return session;
};
const kinds = (actions: readonly LcaAction[]) => actions.map((action) => action.kind);
const replies = (actions: readonly LcaAction[]) =>
  actions.flatMap((action) => (action.kind === 'reply' ? [JSON.parse(action.text) as Record<string, unknown>] : []));
const audio = (actions: readonly LcaAction[]) =>
  actions.flatMap((action) => (action.kind === 'audio' ? [...action.samples] : []));

describe('LcaSession', () => {
  it('carries a call from START to END, and then another one', () => {
    const session = aSession();
    const [started] = session.receiveText(text(start), 0);
    expect(started).toMatchObject({ kind: 'start-call', start: { callId: 'c1', sampleRateHz: 8_000 } });
    const chunk = new Uint8Array(6_400);
    expect(session.receiveBinary(chunk, 1)).toEqual([{ kind: 'audio', samples: chunk }]);
    expect(session.receiveText(text(end), 2)).toEqual([{ kind: 'end-call', callId: 'c1' }]);
    expect(kinds(session.receiveText(text({ ...start, callId: 'c2' }), 3))).toEqual(['start-call']);
    expect(session.callId).toBe('c2');
  });

  it('joins sample frames wherever the client cut them', () => {
    const session = inCall();
    const sent = Uint8Array.from({ length: 64 }, (_, i) => i);
    const received = [
      [0, 1],
      [1, 6],
      [6, 6],
      [6, 13],
      [13, 14],
      [14, 15],
      [15, 64],
    ].flatMap(([from, to]) => audio(session.receiveBinary(sent.subarray(from, to), 0)));
    expect(received).toEqual([...sent]);
    expect(kinds(session.receiveText(text(end), 1))).toEqual(['end-call']);
  });

  it('reports the partial sample that is left at END', () => {
    const session = inCall();
    expect(audio(session.receiveBinary(new Uint8Array(5), 0))).toHaveLength(4);
    expect(session.receiveText(text(end), 0)).toMatchObject([
      { kind: 'report-problem', code: 'SAMPLE_CUT_IN_TWO' },
      { kind: 'end-call' },
    ]);
    session.receiveText(text({ ...start, callId: 'c2' }), 0);
    expect(audio(session.receiveBinary(Uint8Array.of(1, 2, 3, 4), 0))).toEqual([1, 2, 3, 4]);
  });

  it.each([
    [{ codec: 'PCMU', channels: 1 }, 1],
    [{ codec: 'PCMA', channels: 2 }, 2],
    [{ channels: 1 }, 2],
  ])('cuts %j at frames of %d bytes', (fields, frameBytes) => {
    expect(audio(inCall(fields).receiveBinary(new Uint8Array(7), 0))).toHaveLength(7 - (7 % frameBytes));
  });

  it('refuses audio before START with one reply, counts each frame and reports it on the call that follows', () => {
    const session = aSession();
    expect(kinds(session.receiveBinary(new Uint8Array(4), 0))).toEqual(['reply', 'count-refusal']);
    expect(kinds(session.receiveBinary(new Uint8Array(4), 0))).toEqual(['count-refusal']);
    const actions = session.receiveText(text(start), 0);
    expect(actions).toMatchObject([{ kind: 'start-call' }, { kind: 'report-problem', code: 'AUDIO_BEFORE_START' }]);
    expect(actions[1]).toHaveProperty('message', expect.stringContaining('2 frames, 8 bytes'));
  });

  it('replies to a repeated START and goes on', () => {
    const session = inCall();
    expect(replies(session.receiveText(text(start), 0))).toEqual([{ type: 'started', callId: 'c1' }]);
    expect(session.callId).toBe('c1');
  });

  it.each([
    ['a START of another call', { ...start, callId: 'c2' }, 'CALL_ALREADY_STARTED'],
    ['a START in another rate', { ...start, samplingRate: 16_000 }, 'CALL_ALREADY_STARTED'],
    ['END of another call', { ...end, callId: 'c2' }, 'END_OF_ANOTHER_CALL'],
    ['not JSON', '{', 'TEXT_NOT_JSON'],
    ['not an object', '[]', 'TEXT_NOT_OBJECT'],
    ['another event', { callEvent: 'HELLO' }, 'CALL_EVENT_UNKNOWN'],
    ['a START without rate', { callEvent: 'START', callId: 'c1' }, 'SAMPLING_RATE_INVALID'],
  ])('replies to and reports %s, and the call goes on', (_, sent, code) => {
    const session = inCall();
    const actions = session.receiveText(text(sent), 0);
    expect(replies(actions)).toMatchObject([{ type: 'error', code, callId: 'c1' }]);
    expect(kinds(actions)).toEqual(['reply', 'count-refusal', 'report-problem']);
    expect(audio(session.receiveBinary(Uint8Array.of(1, 2, 3, 4), 0))).toEqual([1, 2, 3, 4]);
    expect(kinds(session.receiveText(text(end), 0))).toEqual(['end-call']);
  });

  it('ends its call at an END without id, and refuses an END without a call', () => {
    const session = inCall();
    expect(kinds(session.receiveText(text({ callEvent: 'END' }), 0))).toEqual(['end-call']);
    expect(replies(session.receiveText(text(end), 0))).toMatchObject([{ code: 'END_WITHOUT_CALL' }]);
  });

  it.each([
    ['text', (session: LcaSession) => session.receiveText(new Uint8Array(MAX_LCA_TEXT_BYTES + 1), 0), 'TEXT_TOO_LARGE'],
    [
      'audio',
      (session: LcaSession) => session.receiveBinary(new Uint8Array(MAX_BINARY_BYTES + 1), 0),
      'AUDIO_TOO_LARGE',
    ],
  ])('closes the socket after too much %s; the call waits for its client', (_, send, code) => {
    const session = inCall();
    const actions = send(session);
    expect(replies(actions)).toMatchObject([{ code }]);
    expect(actions.slice(-2)).toEqual([
      { kind: 'lose-call', callId: 'c1' },
      { kind: 'close', closeCode: 1009 },
    ]);
    expect(session.receiveBinary(new Uint8Array(4), 0)).toEqual([]);
    expect(session.connectionLost()).toEqual([]);
  });

  it('loses its call once when the connection is lost', () => {
    const session = inCall();
    expect(session.connectionLost()).toEqual([{ kind: 'lose-call', callId: 'c1' }]);
    expect(session.connectionLost()).toEqual([]);
    expect(aSession().connectionLost()).toEqual([]);
  });

  it.each([
    ['CALL_ALREADY_ENDED', 4409],
    ['CALL_TAKEN_OVER', 4409],
    ['AUDIO_FORMAT_CHANGED', 4409],
    ['CALL_LIMIT_REACHED', 1013],
  ] as const)('sends %s when its owner refuses the call, and closes the socket with %d', (code, closeCode) => {
    const session = inCall();
    const actions = session.refuseCall(code);
    expect(replies(actions)).toMatchObject([{ code, callId: 'c1' }]);
    expect(actions.at(-1)).toEqual({ kind: 'close', closeCode });
    expect(session.connectionLost()).toEqual([]);
  });

  it('pings a silent peer and terminates it at the time limit', () => {
    const session = inCall();
    expect(session.tick(19_999)).toEqual([]);
    expect(kinds(session.tick(20_000))).toEqual(['ping']);
    expect(session.tick(21_000)).toEqual([]);
    session.keepAlive(25_000);
    expect(kinds(session.tick(45_000))).toEqual(['ping']);
    expect(kinds(session.tick(85_000))).toEqual(['terminate', 'lose-call']);
    expect(session.tick(200_000)).toEqual([]);
  });

  it("repairs LCA's browser frames only when that is switched on", () => {
    const frame = Uint8Array.from({ length: 512 }, (_, i) => (i < 2 ? 0 : (i >> 1) & 0xff));
    const receiveAll = (session: LcaSession) =>
      Array.from({ length: 66 }, () => audio(session.receiveBinary(frame, 0)));
    expect(receiveAll(inCall()).every((received) => received.every((byte, i) => byte === frame[i]))).toBe(true);
    const repaired = receiveAll(inCall({}, { repairBrowserAudio: true }));
    expect(repaired[63]).toEqual([...frame]);
    expect(repaired[64]?.slice(0, 4)).toEqual([2, 2, 1, 1]);
  });
});

describe('a first message of another protocol', () => {
  it.each([
    ['Twilio Media Streams', '{"event":"connected","protocol":"Call"}', 'a Twilio Media Streams message'],
    ['Genesys AudioHook', '{"version":"2","type":"open","seq":1}', 'a Genesys AudioHook message'],
    ['plain text', 'secret words', 'text that is not JSON'],
    ['an array', '[1]', 'JSON that is not an object'],
  ])('%s: gets one error that names it, and the socket is closed', (_, sent, seen) => {
    const session = aSession();
    const actions = session.receiveText(text(sent), 0);
    expect(replies(actions)).toMatchObject([{ code: 'WRONG_PROTOCOL', message: expect.stringContaining(seen) }]);
    expect(actions.slice(1)).toEqual([
      { kind: 'count-refusal', code: 'WRONG_PROTOCOL' },
      { kind: 'log-wrong-protocol', seen },
      { kind: 'close', closeCode: 1003 },
    ]);
    expect(JSON.stringify(actions)).not.toContain('secret');
    expect(session.receiveText(text(sent), 0)).toEqual([]);
    expect(session.receiveBinary(new Uint8Array(4), 0)).toEqual([]);
  });

  it('closes the socket at once for a WAV file', () => {
    const actions = aSession().receiveBinary(utf8.encode('RIFF1234WAVEfmt '), 0);
    expect(replies(actions)).toMatchObject([
      { code: 'WRONG_PROTOCOL', message: expect.stringContaining('a WAV file') },
    ]);
    expect(actions.at(-1)).toEqual({ kind: 'close', closeCode: 1003 });
  });

  it('closes the socket two seconds after binary data that no START follows, without a second error', () => {
    const session = aSession();
    const sendAt = (nowMs: number) => session.receiveBinary(new Uint8Array(4), nowMs);
    expect(replies(sendAt(0))).toMatchObject([{ code: 'AUDIO_BEFORE_START' }]);
    expect(kinds(sendAt(1_900))).toEqual(['count-refusal']);
    expect(session.tick(1_999)).toEqual([]);
    expect(kinds(session.tick(2_000))).toEqual(['count-refusal', 'log-wrong-protocol', 'close']);
    expect(session.tick(3_000)).toEqual([]);
  });

  it('does not close a socket whose client speaks LCA with mistakes', () => {
    const session = aSession();
    expect(kinds(session.receiveText(text({ callEvent: 'HELLO' }), 0))).toEqual(['reply', 'count-refusal']);
    expect(kinds(session.receiveText(text('{'), 0))).toEqual(['reply', 'count-refusal']);
    session.receiveBinary(new Uint8Array(4), 0);
    expect(session.tick(10_000)).toEqual([]);
    expect(kinds(session.receiveText(text(start), 10_000))).toEqual(['start-call', 'report-problem']);
  });

  it('does not close the socket of a call that ended', () => {
    const session = inCall();
    session.receiveText(text(end), 0);
    session.receiveBinary(new Uint8Array(4), 0);
    expect(session.tick(10_000)).toEqual([]);
  });
});

describe('lcaErrors', () => {
  it.each(lcaErrorCodes)('has an upper snake case code and a sentence for %s', (code) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    expect(lcaErrors[code]).toMatch(/^\S.*\.$/);
  });
});
