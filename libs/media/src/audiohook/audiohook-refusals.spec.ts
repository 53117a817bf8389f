import { describe, expect, it } from '@jest/globals';
import {
  AudiohookPeer,
  codesOf,
  CONVERSATION_ID,
  kindsOf,
  openParameters,
  repliesOf,
} from '../../test/audiohook-peer.js';
import { audiohookErrorCodes, audiohookErrors } from './audiohook-errors.js';
import { NIL_UUID } from './session-messages.js';

const loseCall = { kind: 'lose-call', callId: CONVERSATION_ID };

describe('a client that failed the check of its upgrade', () => {
  it('is told so when it opens, and not why', () => {
    const peer = new AudiohookPeer({ isAuthorized: false });
    const actions = peer.send('open', openParameters);
    expect(repliesOf(actions)).toMatchObject([{ type: 'disconnect', parameters: { reason: 'unauthorized' } }]);
    expect(repliesOf(actions)[0]?.parameters).toEqual({ reason: 'unauthorized' });
    expect(repliesOf(peer.send('close', { reason: 'disconnect' }))).toMatchObject([{ type: 'closed' }]);
  });

  it('gets the same answer for an organization that is not the one of its upgrade', () => {
    const peer = new AudiohookPeer({ organizationId: NIL_UUID });
    expect(repliesOf(peer.send('open', openParameters))).toMatchObject([{ parameters: { reason: 'unauthorized' } }]);
  });

  it('is disconnected if it opens nothing', () => {
    const actions = new AudiohookPeer({ isAuthorized: false }).tickAfter(5_000);
    expect(kindsOf(actions)).toEqual(['reply', 'count-refusal', 'close']);
  });
});

describe('a client that breaks the AudioHook protocol', () => {
  const message = (change: object) => (peer: AudiohookPeer) =>
    JSON.stringify({ ...(JSON.parse(peer.messages.write('ping', {}, peer.positionSample)) as object), ...change });

  it.each([
    ['a number that is not the next', message({ seq: 9 }), 'SEQUENCE_BROKEN'],
    ['a number twice', message({ seq: 1 }), 'SEQUENCE_BROKEN'],
    ['a server number that was never sent', message({ serverseq: 9 }), 'SERVER_SEQUENCE_UNKNOWN'],
    ['another session id', message({ id: NIL_UUID }), 'SESSION_ID_WRONG'],
    ['another version', message({ version: '3' }), 'ENVELOPE_INVALID'],
    ['a wrong position', message({ position: '12s' }), 'ENVELOPE_INVALID'],
    ['no parameters', message({ parameters: null }), 'ENVELOPE_INVALID'],
    ['text that is not JSON', () => '{', 'TEXT_NOT_JSON'],
  ])('is disconnected after %s, and its call keeps the audio until it leaves', (_, write, code) => {
    const peer = new AudiohookPeer().open();
    const actions = peer.sendText(write(peer));
    expect(repliesOf(actions)).toMatchObject([{ type: 'disconnect', parameters: { reason: 'error' } }]);
    expect(actions.slice(1)).toMatchObject([
      { kind: 'count-refusal', code },
      { kind: 'report-problem', code },
    ]);
    expect(kindsOf(peer.speak(160))).toEqual(['audio']);
    expect(peer.session.connectionLost()).toEqual([loseCall]);
  });

  it('is disconnected after a wrong open, and after audio before it', () => {
    expect(codesOf(new AudiohookPeer().send('open', { ...openParameters, conversationId: 'x' }))).toEqual([
      'OPEN_INVALID',
    ]);
    expect(codesOf(new AudiohookPeer().speak(160))).toEqual(['AUDIO_OUTSIDE_SESSION']);
  });

  it('is disconnected after half a sample, because the sides of the call would change places', () => {
    const peer = new AudiohookPeer().open();
    expect(codesOf(peer.session.receiveBinary(new Uint8Array(321), 0))).toEqual(['SAMPLE_CUT_IN_TWO']);
  });

  it('goes on after a second open or wrong parameters', () => {
    const peer = new AudiohookPeer().open();
    expect(codesOf(peer.send('open', openParameters))).toEqual(['OPEN_REPEATED']);
    expect(codesOf(peer.send('discarded', { discarded: 'long' }))).toEqual(['MESSAGE_INVALID']);
    expect(kindsOf(peer.speak(160))).toEqual(['audio']);
  });

  it('is closed after a message that is too large, and after too many', () => {
    const large = new AudiohookPeer().open().sendText('x'.repeat(65_536));
    expect(large.slice(-2)).toEqual([loseCall, { kind: 'close', closeCode: 1_009 }]);
    const peer = new AudiohookPeer().open();
    const flood = Array.from({ length: 300 }, () => peer.send('ping')).flat();
    expect(codesOf(flood)).toEqual(['TOO_MANY_MESSAGES']);
    expect(flood.at(-1)).toEqual({ kind: 'close', closeCode: 1_008 });
  });

  it('of another protocol is closed, and its kind is logged', () => {
    const actions = new AudiohookPeer().sendText('{"event":"connected"}');
    expect(actions).toMatchObject([
      { kind: 'count-refusal', code: 'WRONG_PROTOCOL' },
      { kind: 'log-wrong-protocol', seen: 'a Twilio Media Streams message' },
      { kind: 'close', closeCode: 1_003 },
    ]);
  });
});

describe('errors of AudioHook', () => {
  it.each(audiohookErrorCodes)('have an upper snake case code and a sentence for %s', (code) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    expect(audiohookErrors[code]).toMatch(/^\S.*\.$/);
  });
});
