import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeSamples, parseWavHeader } from '@earshot/domain';
import { TrackFaultFinder } from '../src/track/track-fault-finder.js';
import { Harness, only } from './harness.js';
import { TestCall, type Burst } from './test-call.js';
import { ToneEngine } from './tone-engine.js';

/** Words of different levels with pauses of different lengths, which no other seed has. */
function wordsOf(track: number, seed: number): Burst[] {
  const bursts: Burst[] = [];
  let state = seed;
  const random = (most: number) => (state = (state * 48_271) % 2_147_483_647) % most;
  for (let startMs = 100; startMs < 26_000; startMs += 300 + random(500))
    bursts.push({ track, startMs, level: 1 + random(28), durationMs: 100 + random(180) });
  return bursts;
}

describe('the tracks of a call', () => {
  let harness: Harness;
  beforeEach(async () => void (harness = await Harness.start({ engines: only(new ToneEngine()) })));
  afterEach(() => harness.close());

  const play = async (id: string, bursts: readonly Burst[]) => {
    const call = new TestCall(harness, id, { bursts });
    await call.open();
    await call.talkUntil(26_000);
    await call.close();
    await harness.completed(call.id);
    return harness.of('processing.failed', call.id).map(({ data: { stage, code } }) => [stage, code]);
  };

  it('are reported once when they have the same sound, and not when they are separate', async () => {
    expect(await play('same', [...wordsOf(0, 7), ...wordsOf(1, 7)])).toEqual([['transcription', 'TRACKS_IDENTICAL']]);
    expect(await play('separate', [...wordsOf(0, 7), ...wordsOf(1, 8)])).toEqual([]);
  }, 60_000);
});

const folder = process.env['EARSHOT_RECORDED_CALLS'] ?? join(import.meta.dirname, '../../../../shared/data/calls');
const pathOf = (call: number, side: string) => join(folder, `Auto_Repairs_${call}_UTC_${side}.wav`);
const isPresent = existsSync(pathOf(40, 'caller'));
if (!isPresent) console.log(`tests of recorded calls skipped: no file in ${folder} (set EARSHOT_RECORDED_CALLS)`);

function readSide(call: number, side: string): Int16Array {
  const file = readFileSync(pathOf(call, side));
  const header = parseWavHeader(file);
  if (!header.ok) throw new Error(`${pathOf(call, side)} is no WAV file`);
  return decodeSamples(file.subarray(header.value.dataOffset), 'L16');
}

(isPresent ? describe : describe.skip)('the tracks of recorded calls', () => {
  const findFaults = (one: Int16Array, other: Int16Array): string[] => {
    const codes: string[] = [];
    const finder = new TrackFaultFinder(2, 8_000, (code) => codes.push(code));
    for (let at = 0; at + 800 <= Math.min(one.length, other.length); at += 800)
      finder.listenTo([one.subarray(at, at + 800), other.subarray(at, at + 800)], at);
    return codes;
  };
  const leak = (voice: Int16Array, into: Int16Array, gain: number, delayMs: number) =>
    into.map((sample, at) => sample + gain * (voice[at - delayMs * 8] ?? 0));

  it.each([40, 49])('of call %i are not reported, but mixes of them are', (call) => {
    const [agent, customer] = [readSide(call, 'agent'), readSide(call, 'caller')];
    expect(findFaults(customer, agent)).toEqual([]);
    const both = leak(agent, customer, 1, 0);
    expect(findFaults(both, both)).toEqual(['TRACKS_IDENTICAL']);
    expect(findFaults(both, leak(both, new Int16Array(both.length), 0.5, 180))).toEqual(['TRACKS_IDENTICAL']);
    expect(findFaults(agent, leak(agent, customer, 0.316, 0))).toEqual(['TRACKS_CROSS_TALK']);
    expect(findFaults(agent, leak(agent, customer, 0.1, 90))).toEqual(['TRACKS_CROSS_TALK']);
    expect(findFaults(leak(customer, agent, 0.25, 0), leak(agent, customer, 0.25, 0))).toEqual(['TRACKS_CROSS_TALK']);
  });
});
