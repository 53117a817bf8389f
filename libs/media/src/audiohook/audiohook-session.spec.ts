import { describe, expect, it } from '@jest/globals';
import {
  AudiohookPeer,
  bothChannels,
  codesOf,
  CONVERSATION_ID,
  kindsOf,
  openParameters,
  ORGANIZATION_ID,
  repliesOf,
  SESSION_ID,
} from '../../test/audiohook-peer.js';
import { NIL_UUID } from './session-messages.js';

const endCall = { kind: 'end-call', callId: CONVERSATION_ID };
const loseCall = { kind: 'lose-call', callId: CONVERSATION_ID };

describe('an AudioHook session', () => {
  it('carries a call from open to closed', () => {
    const peer = new AudiohookPeer({ sessionId: SESSION_ID, organizationId: ORGANIZATION_ID });
    expect(
      peer.send('open', { ...openParameters, language: 'en-US', customConfig: { site: { id: 7 }, apiKey: 's3cret' } }),
    ).toEqual([
      {
        kind: 'start-call',
        start: {
          callId: CONVERSATION_ID,
          sessionId: SESSION_ID,
          sampleRateHz: 8_000,
          codec: 'PCMU',
          channelCount: 2,
          tracks: [{ participantId: 'customer' }, { participantId: 'agent' }],
          participants: [
            { id: 'customer', role: 'CUSTOMER', name: 'Ada Client', number: '+13175550100' },
            { id: 'agent', role: 'AGENT' },
          ],
          customerNumber: '+13175550100',
          systemNumber: '+18005550199',
          language: 'en-US',
          metadata: { organizationId: ORGANIZATION_ID, sessionId: SESSION_ID, 'customConfig.site.id': '7' },
        },
      },
    ]);
    const opened = repliesOf(peer.read(peer.session.confirmStart()));
    expect(opened).toEqual([
      { version: '2', id: SESSION_ID, type: 'opened', seq: 1, clientseq: 1, parameters: { media: [bothChannels] } },
    ]);
    expect(peer.speak(1_600)).toMatchObject([{ kind: 'audio', samples: { length: 3_200 } }]);
    expect(peer.send('close', { reason: 'end' })).toEqual([endCall]);
    expect(repliesOf(peer.session.confirmEnd())).toMatchObject([{ type: 'closed', seq: 2, clientseq: 2 }]);
    expect(peer.tickAfter(5_000)).toEqual([{ kind: 'close', closeCode: 1_000 }]);
  });

  it.each([
    ['inverted channels', ['internal', 'external'], ['agent', 'customer']],
    ['one channel, external', ['external'], ['customer']],
    ['one channel, internal', ['internal'], ['agent']],
  ])('puts the participants on the tracks of %s', (_, channels, onTracks) => {
    const [start] = new AudiohookPeer().send('open', { ...openParameters, media: [{ ...bothChannels, channels }] });
    const tracks = onTracks.map((participantId) => ({ participantId }));
    expect(start).toMatchObject({ kind: 'start-call', start: { tracks, channelCount: channels.length } });
  });

  it('answers a connection probe in full and starts no call', () => {
    const peer = new AudiohookPeer();
    const probe = { ...openParameters, conversationId: NIL_UUID, participant: { id: NIL_UUID, ani: '', dnis: '' } };
    const answers = [...peer.send('open', probe), ...peer.send('ping'), ...peer.send('close', { reason: 'end' })];
    expect(kindsOf(answers)).toEqual(['reply', 'reply', 'reply']);
    expect(repliesOf(answers).map(({ type }) => type)).toEqual(['opened', 'pong', 'closed']);
    expect(repliesOf(answers)[0]).toMatchObject({ parameters: { media: [bothChannels] } });
  });

  it('takes an open without media as a probe, and breaks off if there is only other media', () => {
    const media = [{ ...bothChannels, format: 'OPUS' }];
    expect(repliesOf(new AudiohookPeer().send('open', { ...openParameters, media: [] }))).toMatchObject([
      { type: 'opened', parameters: { media: [] } },
    ]);
    expect(codesOf(new AudiohookPeer().send('open', { ...openParameters, media }))).toEqual(['MEDIA_NOT_SUPPORTED']);
  });

  it('says which languages it offers only to a client that asks', () => {
    const peer = new AudiohookPeer();
    peer.send('open', { ...openParameters, supportedLanguages: true });
    expect(repliesOf(peer.session.confirmStart())).toMatchObject([{ parameters: { supportedLanguages: [] } }]);
  });

  it('answers pings, and shows a slow round trip on the call', () => {
    const peer = new AudiohookPeer().open();
    expect(kindsOf(peer.send('ping', { rtt: 'PT0.03S' }))).toEqual(['reply']);
    expect(peer.send('ping', { rtt: 'PT2.5S' })).toMatchObject([
      { kind: 'reply' },
      { kind: 'report-problem', code: 'ROUND_TRIP_SLOW' },
    ]);
  });

  it('takes a change of the customer, and confirms an update of the language', () => {
    const peer = new AudiohookPeer().open();
    expect(repliesOf(peer.send('update', { language: 'de-DE' }))).toMatchObject([{ type: 'updated' }]);
    expect(peer.send('update', { participant: { ani: '+13175550111' } })).toMatchObject([
      { kind: 'reply' },
      {
        kind: 'change-roster',
        change: { kind: 'change', participant: { id: 'customer', name: 'Ada Client', number: '+13175550111' } },
      },
    ]);
  });

  it.each([400, 405, 408, 409, 413, 415, 429, 500, 503])(
    'shows error %i of the client on the call, which goes on',
    (code) => {
      const peer = new AudiohookPeer().open();
      const actions = peer.send('error', { code, message: 'secret words', retryAfter: 'PT3S' });
      expect(actions.at(-1)).toMatchObject({ kind: 'report-problem', message: expect.stringContaining(String(code)) });
      expect(JSON.stringify(actions)).not.toContain('secret');
      expect(kindsOf(peer.speak(160))).toEqual(['audio']);
    },
  );

  it('ignores and counts types and fields that it does not know', () => {
    const peer = new AudiohookPeer().open({ ...openParameters, customConfig: { any: [1] } });
    expect(codesOf(peer.send('ping', { jitter: 'PT1S' }))).toEqual(['FIELDS_UNKNOWN']);
    expect(codesOf(peer.send('sentiment', {}))).toEqual(['TYPE_UNKNOWN']);
    expect(codesOf(peer.send('ping'))).toEqual([]);
    expect(codesOf(new AudiohookPeer().send('open', { ...openParameters, participant: { queue: 'x' } }))).toEqual([
      'FIELDS_UNKNOWN',
    ]);
  });
});

describe('the end of an AudioHook session', () => {
  it.each(['end', 'disconnect', 'anything'])('ends the call on close with reason %s', (reason) => {
    expect(new AudiohookPeer().open().send('close', { reason })).toEqual([endCall]);
  });

  it.each(['reconnect', 'error'])('lets the call wait for its client after close with reason %s', (reason) => {
    const actions = new AudiohookPeer().open().send('close', { reason });
    expect(actions[0]).toEqual(loseCall);
    expect(repliesOf(actions)).toMatchObject([{ type: 'closed' }]);
  });

  it('says closed before the client gives up, even if the bus has not everything yet', () => {
    const peer = new AudiohookPeer().open();
    peer.send('close', { reason: 'end' });
    expect(peer.tickAfter(7_999)).toEqual([]);
    expect(repliesOf(peer.tickAfter(1))).toMatchObject([{ type: 'closed' }]);
    expect(peer.session.confirmEnd()).toEqual([]);
  });

  it('lets the call wait for its client when the connection is lost, and not after a close', () => {
    expect(new AudiohookPeer().open().session.connectionLost()).toEqual([loseCall]);
    const peer = new AudiohookPeer().open();
    peer.send('close', { reason: 'end' });
    expect(peer.session.connectionLost()).toEqual([]);
  });

  it('asks the client to connect again elsewhere', () => {
    expect(repliesOf(new AudiohookPeer().open().session.sayGoodbye())).toMatchObject([{ type: 'reconnect' }]);
  });

  it.each([
    ['CALL_TAKEN_OVER', 'completed'],
    ['SERVICE_BUSY', 'error'],
  ] as const)('disconnects a client whose call is refused with %s', (code, reason) => {
    const peer = new AudiohookPeer().open();
    const actions = peer.read(peer.session.refuseCall(code));
    expect(repliesOf(actions)).toMatchObject([{ type: 'disconnect', parameters: { reason } }]);
    expect(codesOf(actions)).toEqual([code]);
    expect(peer.speak(160)).toEqual([]);
    expect(repliesOf(peer.send('close', { reason: 'disconnect' }))).toMatchObject([{ type: 'closed' }]);
  });

  it('closes the connection of a client that does not close after a disconnect', () => {
    const peer = new AudiohookPeer().open();
    peer.session.refuseCall('SERVICE_BUSY');
    expect(peer.tickAfter(5_000)).toMatchObject([
      { kind: 'count-refusal', code: 'CLOSE_MISSING' },
      { kind: 'close', closeCode: 1_008 },
    ]);
  });

  it('breaks off if its owner cannot decide in time', () => {
    const peer = new AudiohookPeer();
    peer.send('open', openParameters);
    const actions = peer.tickAfter(4_000);
    expect(kindsOf(actions)).toEqual(['lose-call', 'reply', 'count-refusal']);
    expect(peer.session.confirmStart()).toEqual([]);
  });

  it('closes the connection of a client that opens nothing', () => {
    const peer = new AudiohookPeer();
    expect(peer.tickAfter(4_999)).toEqual([]);
    expect(peer.tickAfter(1).at(-1)).toEqual({ kind: 'close', closeCode: 1_008 });
  });

  it('pings a silent peer, and cuts it', () => {
    const peer = new AudiohookPeer().open();
    expect(peer.tickAfter(20_000)).toEqual([{ kind: 'ping' }]);
    expect(peer.tickAfter(40_000)).toEqual([{ kind: 'terminate' }, loseCall]);
  });
});
