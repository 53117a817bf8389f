import { describe, expect, it } from '@jest/globals';
import type { MediaAction } from '../session/media-action.js';
import { createForkSession } from './fork-session.js';
import type { ForkStart } from './read-fork-message.js';

const utf8 = new TextEncoder();
const text = (value: unknown) => utf8.encode(typeof value === 'string' ? value : JSON.stringify(value));
const metadata = { uuid: 'c1', mixType: 'stereo', sampleRate: 8_000 };
const aSession = () => createForkSession({ vendor: 'freeswitch', timeoutMs: 60_000 }, 0);
const inCall = () => {
  const session = aSession();
  session.receiveText(text(metadata), 0);
  return session;
};
const kinds = (actions: readonly MediaAction<ForkStart>[]) => actions.map(({ kind }) => kind);

describe('the session of a fork', () => {
  it('carries a call from its metadata to the close of the socket', () => {
    const session = aSession();
    expect(session.receiveText(text(metadata), 0)).toMatchObject([{ kind: 'start-call', start: { callId: 'c1' } }]);
    const samples = new Uint8Array(640);
    expect(session.receiveBinary(samples, 20)).toEqual([{ kind: 'audio', samples }]);
    expect(session.connectionLost(1000)).toEqual([{ kind: 'end-call', callId: 'c1' }]);
  });

  it.each([1001, 1006, undefined])('keeps the call open after a close with %s', (closeCode) => {
    expect(inCall().connectionLost(closeCode)).toEqual([{ kind: 'lose-call', callId: 'c1' }]);
  });

  it('sends no replies', () => {
    const session = aSession();
    const actions = [
      ...session.receiveBinary(new Uint8Array(4), 0),
      ...session.receiveText(text(metadata), 0),
      ...session.confirmStart(),
      ...session.receiveText(text('hello'), 0),
      ...session.receiveText(text({ ...metadata, uuid: 'c2' }), 0),
      ...session.refuseCall('SERVICE_BUSY'),
    ];
    expect(kinds(actions)).not.toContain('reply');
    expect(actions.flatMap((action) => (action.kind === 'count-refusal' ? [action.code] : []))).toEqual([
      'AUDIO_BEFORE_START',
      'TEXT_NOT_JSON',
      'CALL_ALREADY_STARTED',
      'SERVICE_BUSY',
    ]);
    expect(actions.at(-1)).toEqual({ kind: 'close', closeCode: 1013 });
  });

  it('takes digits and other texts during a call without a trace', () => {
    expect(inCall().receiveText(text({ event: 'dtmf', dtmf: '4' }), 0)).toEqual([]);
  });
});
