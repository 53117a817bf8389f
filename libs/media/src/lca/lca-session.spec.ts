import { describe, expect, it } from '@jest/globals';
import type { LcaAction } from './lca-action.js';
import { lcaErrorCodes, lcaErrors } from './lca-errors.js';
import { lcaRules } from './lca-rules.js';
import { LcaSession, type LcaSessionOptions } from './lca-session.js';
import { MAX_LCA_BINARY_BYTES, MAX_LCA_TEXT_BYTES } from './read-lca-text.js';

const utf8 = new TextEncoder();
const text = (value: unknown) => utf8.encode(typeof value === 'string' ? value : JSON.stringify(value));
const start = { callEvent: 'START', callId: 'c1', samplingRate: 8_000 };
const end = { ...start, callEvent: 'END' };
const aSession = (options: Partial<LcaSessionOptions> = {}) =>
  new LcaSession({ newId: () => 'made', timeoutMs: 60_000, repairBrowserAudio: false, ...options }, 0);
const inCall = (fields: object = {}, options: Partial<LcaSessionOptions> = {}) => {
  const session = aSession(options);
  session.text(text({ ...start, ...fields }), 0);
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
    const [started] = session.text(text(start), 0);
    expect(started).toMatchObject({ kind: 'start-call', start: { callId: 'c1', sampleRateHz: 8_000 } });
    const chunk = new Uint8Array(6_400);
    expect(session.binary(chunk, 1)).toEqual([{ kind: 'audio', samples: chunk }]);
    expect(session.text(text(end), 2)).toEqual([{ kind: 'end-call', callId: 'c1' }]);
    expect(kinds(session.text(text({ ...start, callId: 'c2' }), 3))).toEqual(['start-call']);
    expect(session.callId).toBe('c2');
  });

  it('puts samples together that were cut anywhere', () => {
    const session = inCall();
    const sent = Uint8Array.from({ length: 64 }, (_, i) => i);
    const heard = [
      [0, 1],
      [1, 6],
      [6, 6],
      [6, 13],
      [13, 14],
      [14, 15],
      [15, 64],
    ].flatMap(([from, to]) => audio(session.binary(sent.subarray(from, to), 0)));
    expect(heard).toEqual([...sent]);
    expect(kinds(session.text(text(end), 1))).toEqual(['end-call']);
  });

  it('reports the piece of a sample that is left at END', () => {
    const session = inCall();
    expect(audio(session.binary(new Uint8Array(5), 0))).toHaveLength(4);
    expect(session.text(text(end), 0)).toMatchObject([
      { kind: 'report-problem', code: 'SAMPLE_CUT_IN_TWO' },
      { kind: 'end-call' },
    ]);
    session.text(text({ ...start, callId: 'c2' }), 0);
    expect(audio(session.binary(Uint8Array.of(1, 2, 3, 4), 0))).toEqual([1, 2, 3, 4]);
  });

  it.each([
    [{ codec: 'PCMU', channels: 1 }, 1],
    [{ codec: 'PCMA', channels: 2 }, 2],
    [{ channels: 1 }, 2],
  ])('cuts %j at frames of %d bytes', (fields, frameBytes) => {
    expect(audio(inCall(fields).binary(new Uint8Array(7), 0))).toHaveLength(7 - (7 % frameBytes));
  });

  it('refuses audio before START with one answer, counts each frame and shows it on the call that comes', () => {
    const session = aSession();
    expect(kinds(session.binary(new Uint8Array(4), 0))).toEqual(['reply', 'count-refusal']);
    expect(kinds(session.binary(new Uint8Array(4), 0))).toEqual(['count-refusal']);
    const actions = session.text(text(start), 0);
    expect(actions).toMatchObject([{ kind: 'start-call' }, { kind: 'report-problem', code: 'AUDIO_BEFORE_START' }]);
    expect(actions[1]).toHaveProperty('message', expect.stringContaining('2 frames, 8 bytes'));
  });

  it('answers a repeated START and goes on', () => {
    const session = inCall();
    expect(replies(session.text(text(start), 0))).toEqual([{ type: 'started', callId: 'c1' }]);
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
  ])('answers and reports %s, and the call goes on', (_, sent, code) => {
    const session = inCall();
    const actions = session.text(text(sent), 0);
    expect(replies(actions)).toMatchObject([{ type: 'error', code, callId: 'c1' }]);
    expect(kinds(actions)).toEqual(['reply', 'count-refusal', 'report-problem']);
    expect(audio(session.binary(Uint8Array.of(1, 2, 3, 4), 0))).toEqual([1, 2, 3, 4]);
    expect(kinds(session.text(text(end), 0))).toEqual(['end-call']);
  });

  it('takes END without id as the end of its call, and refuses one without a call', () => {
    const session = inCall();
    expect(kinds(session.text(text({ callEvent: 'END' }), 0))).toEqual(['end-call']);
    expect(replies(session.text(text(end), 0))).toMatchObject([{ code: 'END_WITHOUT_CALL' }]);
  });

  it.each([
    ['text', (session: LcaSession) => session.text(new Uint8Array(MAX_LCA_TEXT_BYTES + 1), 0), 'TEXT_TOO_LARGE'],
    ['audio', (session: LcaSession) => session.binary(new Uint8Array(MAX_LCA_BINARY_BYTES + 1), 0), 'AUDIO_TOO_LARGE'],
  ])('closes the socket at too much %s; the call waits for its source', (_, send, code) => {
    const session = inCall();
    const actions = send(session);
    expect(replies(actions)).toMatchObject([{ code }]);
    expect(actions.slice(-2)).toEqual([
      { kind: 'lose-call', callId: 'c1' },
      { kind: 'close', closeCode: 1009 },
    ]);
    expect(session.binary(new Uint8Array(4), 0)).toEqual([]);
    expect(session.closed()).toEqual([]);
  });

  it('loses its call when the connection goes, once', () => {
    const session = inCall();
    expect(session.closed()).toEqual([{ kind: 'lose-call', callId: 'c1' }]);
    expect(session.closed()).toEqual([]);
    expect(aSession().closed()).toEqual([]);
  });

  it.each([
    ['CALL_ALREADY_ENDED', 4409],
    ['CALL_TAKEN_OVER', 4409],
    ['AUDIO_FORMAT_CHANGED', 4409],
    ['CALL_LIMIT_REACHED', 1013],
  ] as const)('is told %s by its owner and closes with %d', (code, closeCode) => {
    const session = inCall();
    const actions = session.refuse(code);
    expect(replies(actions)).toMatchObject([{ code, callId: 'c1' }]);
    expect(actions.at(-1)).toEqual({ kind: 'close', closeCode });
    expect(session.closed()).toEqual([]);
  });

  it('pings a silent peer and gives it up at the time limit', () => {
    const session = inCall();
    expect(session.tick(19_999)).toEqual([]);
    expect(kinds(session.tick(20_000))).toEqual(['ping']);
    expect(session.tick(21_000)).toEqual([]);
    session.alive(25_000);
    expect(kinds(session.tick(45_000))).toEqual(['ping']);
    expect(kinds(session.tick(85_000))).toEqual(['terminate', 'lose-call']);
    expect(session.tick(200_000)).toEqual([]);
  });

  it("mends LCA's browser frames only where that is switched on", () => {
    const frame = Uint8Array.from({ length: 512 }, (_, i) => (i < 2 ? 0 : (i >> 1) & 0xff));
    const hear = (session: LcaSession) => Array.from({ length: 66 }, () => audio(session.binary(frame, 0)));
    expect(hear(inCall()).every((heard) => heard.every((byte, i) => byte === frame[i]))).toBe(true);
    const heard = hear(inCall({}, { repairBrowserAudio: true }));
    expect(heard[63]).toEqual([...frame]);
    expect(heard[64]?.slice(0, 4)).toEqual([2, 2, 1, 1]);
  });
});

describe('lcaRules', () => {
  it('reaches every rule from some state', () => {
    const used = new Set(Object.values(lcaRules).flatMap((signals) => Object.values(signals)));
    expect(used.size).toBe(11);
  });
});

describe('lcaErrors', () => {
  it.each(lcaErrorCodes)('%s is upper snake case and says a sentence', (code) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    expect(lcaErrors[code].says).toMatch(/^\S.*\.$/);
  });
});
