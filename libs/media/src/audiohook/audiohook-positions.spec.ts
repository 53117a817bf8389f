import { describe, expect, it } from '@jest/globals';
import { AudiohookPeer, formatPosition, gapsOf, openParameters } from '../../test/audiohook-peer.js';
import { NIL_UUID } from './session-messages.js';

describe('missing audio of an AudioHook client', () => {
  it('declares what the client discarded', () => {
    const peer = new AudiohookPeer().open();
    peer.speak(8_000);
    const start = formatPosition(peer.positionSample);
    peer.pass(2_400);
    expect(gapsOf(peer.send('discarded', { start, discarded: 'PT0.3S' }))).toEqual([[2_400, 'FRAMES_LOST']]);
    peer.speak(8_000);
    expect(gapsOf(peer.send('ping'))).toEqual([]);
  });

  it('declares a jump of the position once, whatever the client says of it later', () => {
    const peer = new AudiohookPeer().open();
    peer.speak(8_000);
    peer.pass(16_000);
    expect(gapsOf(peer.send('ping'))).toEqual([[16_000, 'FRAMES_LOST']]);
    expect(gapsOf(peer.send('discarded', { start: 'PT1S', discarded: 'PT2S' }))).toEqual([]);
    peer.pass(8_000);
    expect(gapsOf(peer.send('close', { reason: 'end' }))).toEqual([[8_000, 'FRAMES_LOST']]);
  });

  it('starts where the client is when it opens a new session of a call', () => {
    const peer = new AudiohookPeer();
    peer.positionSample = 800_000;
    peer.open({ ...openParameters, continuedSessions: [{ id: NIL_UUID, serverseq: 3, clientseq: 4 }] });
    peer.speak(8_000);
    expect(gapsOf(peer.send('ping'))).toEqual([]);
  });

  it('does not believe in a gap that is longer than the session', () => {
    const peer = new AudiohookPeer().open();
    const actions = peer.send('discarded', { discarded: 'PT86400S' });
    expect(gapsOf(actions)).toEqual([[240_000, 'FRAMES_LOST']]);
    expect(actions).toContainEqual(expect.objectContaining({ code: 'POSITION_IMPOSSIBLE' }));
  });

  it('shows a position that goes back', () => {
    const peer = new AudiohookPeer().open();
    peer.speak(8_000);
    peer.send('ping');
    peer.positionSample -= 4_000;
    expect(peer.send('ping')).toContainEqual(expect.objectContaining({ code: 'POSITION_WENT_BACK' }));
  });
});
