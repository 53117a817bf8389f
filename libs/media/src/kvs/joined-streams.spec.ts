import { describe, expect, it } from '@jest/globals';
import type { JoinedAudio } from '../tracks/track-joiner.js';
import { JoinedStreams } from './joined-streams.js';

const sampleRateHz = 8_000;
const ORIGIN = 1_700_000_000_000 * 8;
const atMs = (ms: number) => ORIGIN + ms * 8;
const samplesOf = (ms: number, value: number) => new Uint8Array(ms * 16).fill(value);

function join() {
  const streams = new JoinedStreams({ trackCount: 2, sampleRateHz });
  const parts: JoinedAudio[] = [];
  return {
    parts,
    say: (track: number, fromMs: number, toMs: number) =>
      void parts.push(...streams.receive(track, atMs(fromMs), samplesOf(toMs - fromMs, track + 1))),
    startSession: (track: number) => streams.startSession(track),
    endTrack: (track: number) => void parts.push(...streams.endTrack(track)),
    giveUp: (track: number) => void parts.push(...streams.giveUp(track)),
    leadMs: (track: number) => streams.findLeadMs(track),
    flush: () => void parts.push(...streams.flush()),
    joinedMs: () => parts.reduce((ms, part) => ms + (part.kind === 'audio' ? part.samples.length / 32 : 0), 0),
    gaps: () => parts.flatMap((part) => (part.kind === 'gap' ? [{ tracks: part.tracks, ms: part.samples / 8 }] : [])),
  };
}

describe('the streams of a call', () => {
  it('begins with the earliest audio, whichever leg comes first', () => {
    const call = join();
    call.startSession(0);
    call.startSession(1);
    call.say(0, 500, 1_500);
    expect(call.parts).toEqual([]);
    call.say(1, 0, 1_000);
    call.flush();
    expect(call.gaps()).toEqual([
      { tracks: [0], ms: 500 },
      { tracks: [1], ms: 500 },
    ]);
    expect(call.joinedMs()).toBe(1_500);
  });

  it('lets a late leg hold up the other one for three seconds of audio, no longer', () => {
    const call = join();
    call.startSession(0);
    for (let ms = 0; ms < 5_000; ms += 1_000) call.say(0, ms, ms + 1_000);
    expect(call.joinedMs()).toBe(2_000);
    call.startSession(1);
    call.say(1, 2_000, 5_000);
    expect(call.joinedMs()).toBe(5_000);
    expect(call.gaps()).toEqual([
      { tracks: [1], ms: 1_000 },
      { tracks: [1], ms: 1_000 },
    ]);
  });

  it('waits longer for a leg whose session was cut, and loses nothing of it', () => {
    const call = join();
    call.startSession(0);
    call.startSession(1);
    call.say(0, 0, 1_000);
    call.say(1, 0, 1_000);
    call.startSession(1);
    for (let ms = 1_000; ms < 20_000; ms += 1_000) call.say(0, ms, ms + 1_000);
    expect(call.joinedMs()).toBe(1_000);
    expect(call.leadMs(0)).toBe(19_000);
    for (let ms = 1_000; ms < 20_000; ms += 1_000) call.say(1, ms, ms + 1_000);
    expect(call.leadMs(0)).toBe(0);
    expect(call.joinedMs()).toBe(20_000);
    expect(call.gaps()).toEqual([]);
  });

  it('does not wait for ever: after thirty seconds the leg is declared missing', () => {
    const call = join();
    call.startSession(0);
    call.startSession(1);
    for (let ms = 0; ms < 30_000; ms += 1_000) call.say(0, ms, ms + 1_000);
    expect(call.joinedMs()).toBe(0);
    call.say(0, 30_000, 31_000);
    expect(call.joinedMs()).toBe(28_000);
  });

  it('does not wait again for a leg that was given up, before it brings something', () => {
    const call = join();
    call.startSession(0);
    call.startSession(1);
    call.say(0, 0, 12_000);
    expect(call.leadMs(0)).toBe(12_000);
    call.giveUp(1);
    expect([call.leadMs(0), call.joinedMs()]).toEqual([0, 9_000]);
    call.startSession(1);
    call.say(0, 12_000, 13_000);
    expect([call.leadMs(0), call.joinedMs()]).toEqual([0, 10_000]);
    call.say(1, 12_500, 13_000);
    call.startSession(1);
    call.say(0, 13_000, 20_000);
    expect([call.leadMs(0), call.joinedMs()]).toEqual([7_000, 13_000]);
  });

  it('does not wait for a leg that has ended', () => {
    const call = join();
    call.startSession(0);
    call.endTrack(1);
    call.say(0, 0, 1_000);
    expect(call.joinedMs()).toBe(1_000);
  });

  it('passes on what it holds when the call ends before the second leg came', () => {
    const call = join();
    call.startSession(0);
    call.say(0, 0, 1_000);
    expect(call.joinedMs()).toBe(0);
    call.flush();
    expect(call.joinedMs()).toBe(1_000);
  });
});
