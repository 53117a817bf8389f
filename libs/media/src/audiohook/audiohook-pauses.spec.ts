import { describe, expect, it } from '@jest/globals';
import { AudiohookPeer, codesOf, gapsOf, kindsOf, openParameters, repliesOf } from '../../test/audiohook-peer.js';

type Actions = ReturnType<AudiohookPeer['send']>;
const pausesOf = (actions: Actions) =>
  actions.flatMap((action) => (action.kind === 'set-pause' ? [action.isPaused] : []));
const typesOf = (actions: Actions) => repliesOf(actions).map(({ type }) => type);
const speaking = () => {
  const peer = new AudiohookPeer().open();
  peer.speak(8_000);
  return peer;
};

describe('pauses of an AudioHook session', () => {
  it('of the client pause the call, and every sample of them is declared', () => {
    const peer = speaking();
    expect(pausesOf(peer.send('paused'))).toEqual([true]);
    peer.pass(40_000);
    expect(gapsOf(peer.send('ping'))).toEqual([[40_000, 'PAUSED']]);
    peer.pass(8_001);
    const resumed = peer.send('resumed', { start: 'PT1S', discarded: 'PT6.000125S' });
    expect(gapsOf(resumed)).toEqual([[8_001, 'PAUSED']]);
    expect(pausesOf(resumed)).toEqual([false]);
    expect(kindsOf(peer.speak(8_000))).toEqual(['audio']);
    expect(gapsOf(peer.send('ping'))).toEqual([]);
  });

  it('of a user ask the client to pause, and to go on', () => {
    const peer = speaking();
    expect(typesOf(peer.read(peer.session.changePause(true)))).toEqual(['pause']);
    expect(kindsOf(peer.speak(1_600))).toEqual(['audio']);
    expect(pausesOf(peer.send('paused'))).toEqual([true]);
    expect(typesOf(peer.read(peer.session.changePause(false)))).toEqual(['resume']);
    expect(pausesOf(peer.send('resumed', { start: 'PT1.2S', discarded: 'PT0S' }))).toEqual([false]);
  });

  it('of both stay until both have ended: the user first', () => {
    const peer = speaking();
    peer.send('paused');
    peer.read(peer.session.changePause(true));
    expect(pausesOf(peer.send('paused'))).toEqual([true]);
    expect(typesOf(peer.read(peer.session.changePause(false)))).toEqual(['resume']);
    // The client's own pause goes on, so it says so once more.
    expect(pausesOf(peer.send('paused'))).toEqual([true]);
    expect(pausesOf(peer.send('resumed'))).toEqual([false]);
  });

  it('of both stay until both have ended: the client first', () => {
    const peer = speaking();
    peer.read(peer.session.changePause(true));
    peer.send('paused');
    const resumed = peer.send('resumed', { start: 'PT1S', discarded: 'PT0S' });
    expect(pausesOf(resumed)).toEqual([]);
    expect(typesOf(resumed)).toEqual(['pause']);
  });

  it('of a user before the session opens let it open paused', () => {
    const peer = new AudiohookPeer();
    peer.send('open', openParameters);
    expect(peer.session.changePause(true)).toEqual([]);
    expect(repliesOf(peer.read(peer.session.confirmStart()))).toMatchObject([
      { type: 'opened', parameters: { startPaused: true } },
    ]);
    expect(pausesOf(peer.send('paused'))).toEqual([true]);
  });

  it('let audio that comes all the same go to the call, which drops it', () => {
    const peer = speaking();
    peer.send('paused');
    const actions = peer.speak(1_600);
    expect(codesOf(actions)).toEqual(['AUDIO_WHILE_PAUSED']);
    expect(actions.at(-1)).toMatchObject({ kind: 'audio' });
    expect(gapsOf(peer.send('ping'))).toEqual([]);
  });

  it('end with the session', () => {
    const peer = speaking();
    peer.send('paused');
    peer.pass(8_000);
    const closed = peer.send('close', { reason: 'end' });
    expect(gapsOf(closed)).toEqual([[8_000, 'PAUSED']]);
    expect(kindsOf(closed)).toEqual(['declare-gap', 'end-call']);
  });
});
