import { describe, expect, it } from '@jest/globals';
import type { EndedDetail, StartedDetail } from './platform-events.js';
import { VoiceConnectorCall } from './voice-connector-call.js';

const SILENT_MS = 600_000;
const blank = {
  callId: 'call-1',
  transactionId: undefined,
  voiceConnectorId: undefined,
  direction: undefined,
  fromNumber: undefined,
  toNumber: undefined,
  siprecMetadata: undefined,
  sdp: undefined,
};
const started = (name: string, isCaller?: boolean, changes: Partial<StartedDetail> = {}) => ({
  kind: 'started' as const,
  detail: { ...blank, streamArn: name, startFragmentNumber: '1', startTime: 1, isCaller, ...changes },
});
const ended = (name: string, changes: Partial<EndedDetail> = {}) => ({
  kind: 'ended' as const,
  detail: { ...blank, streamArn: name, startFragmentNumber: '1', endTime: 5, isCaller: undefined, ...changes },
});
const opens = (track: number, arn: string) =>
  expect.objectContaining({
    kind: 'open-stream',
    tracks: [{ track }],
    stream: expect.objectContaining({ arn }) as unknown,
  });

describe('a call of a Voice Connector', () => {
  it.each([
    ['the caller first', ['caller', 'callee']],
    ['the callee first', ['callee', 'caller']],
  ])('puts the legs on their tracks by isCaller (%s)', (_, order) => {
    const call = new VoiceConnectorCall(SILENT_MS);
    for (const name of order) {
      const actions = call.receiveEvent(started(name, name === 'caller'), 0);
      expect(actions).toEqual([opens(name === 'caller' ? 1 : 0, name)]);
    }
    expect(call.areCallers).toEqual([false, true]);
  });

  it('gives legs that do not say who they are a track, and no role', () => {
    const call = new VoiceConnectorCall(SILENT_MS);
    expect(call.receiveEvent(started('a'), 0)).toEqual([opens(0, 'a')]);
    expect(call.receiveEvent(started('b'), 0)).toEqual([opens(1, 'b')]);
    expect(call.areCallers).toEqual([undefined, undefined]);
  });

  it('never puts two legs on one track, and knows both when one of them says who it is', () => {
    const call = new VoiceConnectorCall(SILENT_MS);
    expect(call.receiveEvent(started('a'), 0)).toEqual([opens(0, 'a')]);
    expect(call.receiveEvent(started('b', false), 0)).toEqual([opens(1, 'b')]);
    expect(call.areCallers).toEqual([undefined, false]);
    expect(call.receiveEvent(started('b2', false), 0)).toEqual([opens(1, 'b2')]);
  });

  it('hears an event that comes twice once', () => {
    const call = new VoiceConnectorCall(SILENT_MS);
    call.receiveEvent(started('a', true), 0);
    expect(call.receiveEvent(started('a', true), 0)).toEqual([]);
  });

  it('goes on with the new stream after a re-INVITE, whichever event comes first', () => {
    const call = new VoiceConnectorCall(SILENT_MS);
    call.receiveEvent(started('a', true), 0);
    call.receiveEvent(started('b', false), 0);
    expect(call.receiveEvent(ended('a'), 1_000)).toMatchObject([{ kind: 'expect-end', track: 1 }]);
    expect(call.receiveEvent(started('a2', true), 2_000)).toEqual([opens(1, 'a2')]);
    expect(call.tick(30_000, 30_000)).toEqual([]);
    call.receiveEvent(started('b2', false), 30_000);
    expect(call.receiveEvent(ended('b'), 30_000)).toEqual([]);
    expect(call.tick(60_000, 60_000)).toEqual([]);
  });

  it('ends some seconds after the end of either leg', () => {
    const call = new VoiceConnectorCall(SILENT_MS);
    call.receiveEvent(started('a', true), 0);
    call.receiveEvent(started('b', false), 0);
    call.receiveEvent(ended('b'), 1_000);
    call.finishEnds(1_000);
    expect(call.tick(10_000, 10_000)).toEqual([]);
    expect(call.tick(11_000, 11_000)).toEqual([{ kind: 'end-call', isUnannounced: false }]);
  });

  it('ends sooner when both legs have ended and are read', () => {
    const call = new VoiceConnectorCall(SILENT_MS);
    call.receiveEvent(started('a', true), 0);
    call.receiveEvent(started('b', false), 0);
    call.receiveEvent(ended('a'), 1_000);
    call.receiveEvent(ended('b'), 1_000);
    call.finishEnds(2_000);
    expect(call.tick(4_999, 1)).toEqual([]);
    expect(call.tick(5_000, 1)).toEqual([{ kind: 'end-call', isUnannounced: false }]);
  });

  it('remembers an end that comes before its start', () => {
    const call = new VoiceConnectorCall(SILENT_MS);
    expect(call.receiveEvent(ended('a'), 0)).toEqual([]);
    expect(call.receiveEvent(started('a', true), 0)).toMatchObject([
      { kind: 'open-stream' },
      { kind: 'expect-end', track: 1, endsAtMs: 5 },
    ]);
  });

  it('ends without any event when nothing comes for long', () => {
    const call = new VoiceConnectorCall(SILENT_MS);
    call.receiveEvent(started('a', true), 0);
    expect(call.tick(SILENT_MS, 1)).toEqual([]);
    expect(call.tick(SILENT_MS + 1, 1)).toEqual([{ kind: 'end-call', isUnannounced: true }]);
  });

  it('passes on metadata and failures', () => {
    const call = new VoiceConnectorCall(SILENT_MS);
    const siprecMetadata = '<recording/>';
    const metadata = { kind: 'read-metadata', metadata: siprecMetadata };
    expect(call.receiveEvent(started('a', true, { siprecMetadata }), 0)).toContainEqual(metadata);
    expect(call.receiveEvent({ kind: 'updated', detail: { ...blank, isCaller: true, siprecMetadata } }, 0)).toEqual([
      metadata,
    ]);
    expect(call.receiveEvent({ kind: 'failed', detail: { callId: 'call-1', failureReason: 'x' } }, 0)).toEqual([
      { kind: 'report-failure' },
    ]);
  });
});
