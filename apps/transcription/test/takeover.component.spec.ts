import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { exampleAgent, exampleCustomer, exampleSupervisor } from '@earshot/contracts';
import { createSpeechEngines, generatedUtterances, speechConfigSchema, type SpeechEngines } from '@earshot/speech';
import { systemClock } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics } from '@earshot/testing';
import { tmpdir } from 'node:os';
import { only } from './harness.js';
import type { Burst } from './test-call.js';
import { brokenBuilds } from './takeover/broken-builds.js';
import { differences, type Outcome } from './takeover/difference.js';
import { play, type Broken, type Failing, type Play } from './takeover/play.js';
import { playRollingRestarts } from './takeover/play-rolling-restarts.js';
import { ToneEngine } from './tone-engine.js';

// Generous for a busy machine: only a stall takes this long.
jest.setTimeout(120_000);

/** Utterances of one to three words on two tracks, some at the same time. A third track is silent. */
const dialogue: readonly Burst[] = Array.from({ length: 8 }, (_, at) =>
  Array.from({ length: 1 + (at % 3) }, (_, word) => [
    { track: 0, startMs: 250 + at * 1_150 + word * 260, level: 1 + ((at * 3 + word) % 30) },
    { track: 1, startMs: 500 + at * 1_100 + word * 260, level: 1 + ((at * 3 + word + 11) % 30) },
  ]).flat(),
).flat();
const UNTIL_MS = 10_000;
const evenCuts: Play = {
  call: {
    id: 'taken-over',
    bursts: dialogue,
    untilMs: UNTIL_MS,
    onTracks: [exampleCustomer, exampleAgent, null],
    assignments: [
      { atMs: 2_350, track: 0, participant: exampleSupervisor },
      { atMs: 4_600, track: 1, participant: null },
      { atMs: 7_000, track: 0, participant: exampleCustomer },
      { atMs: 7_000, track: 2, participant: exampleSupervisor },
    ],
  },
  engines: () => only(new ToneEngine()),
};
/** The same call for an engine that cuts utterances after one to three words, depending on where a run begins. */
const unevenCuts: Play = {
  ...evenCuts,
  engines: () => {
    const engine = new ToneEngine();
    engine.longestUtterance = ({ startMs }) => 1 + (Math.floor(startMs / 10) % 3);
    return only(engine);
  },
};

let engines: SpeechEngines;
beforeAll(async () => {
  const tools = { logger: new CapturingLogger(), metrics: new CapturingMetrics(), clock: systemClock };
  engines = await createSpeechEngines(
    speechConfigSchema.parse({ SPEECH_ENGINE: 'scripted', EARSHOT_ALLOW_CHOSEN_ENGINE: 'true' }),
    {
      dataDir: tmpdir(),
      ...tools,
    },
  );
});
afterAll(() => engines.close());
const scripted: Play = {
  call: { id: 'scripted', requestedEngine: 'scripted', untilMs: 30_000, sampleRateHz: 4_000 },
  engines: () => engines,
};

/** Several calls of the same dialogue; every `everyEffects` effects a process joins and the oldest one stops. */
const playMoving = (ids: readonly string[], everyEffects: number): Promise<Outcome[]> =>
  playRollingRestarts(
    ids.map((id) => ({ ...evenCuts.call, id })),
    only(new ToneEngine()),
    everyEffects,
  );

/** Random numbers from 0 to 1, the same in every test run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Each `every`th effect of an undisturbed play as the last effect of its owner, which dies just before or after it. */
const allFailures = (effects: number, every: number): Failing[] =>
  Array.from({ length: Math.floor(effects / every) }, (_, at) => (at + 1) * every).flatMap((atEffect) =>
    (['before', 'after'] as const).map((end) => ({ atEffect, end })),
  );

async function playAndCompare(one: Play, undisturbed: Outcome, compare?: 'words'): Promise<string[]> {
  return differences(await play(one), undisturbed, one.call.untilMs, compare);
}

describe('a call whose owner dies', () => {
  it.each([
    ['has the same words in the same order, at whichever effect the owner dies', evenCuts, undefined],
    ['has each word once, though its engine cuts utterances differently', unevenCuts, 'words' as const],
  ])(
    '%s',
    async (_, played, compare) => {
      const undisturbed = await play(played);
      expect(undisturbed.published.finals(undisturbed.callId, 0).length).toBeGreaterThanOrEqual(8);
      for (const failure of allFailures(undisturbed.effects, played === evenCuts ? 1 : 5)) {
        const found = await playAndCompare({ ...played, failures: [failure] }, undisturbed, compare);
        expect({ failure, found }).toEqual({ failure, found: [] });
      }
    },
    120_000,
  );

  it('has the words of its script, though one owner after the other dies', async () => {
    const undisturbed = await play(scripted);
    for (const track of [0, 1]) {
      const texts = undisturbed.published.finals(undisturbed.callId, track).map(({ text }) => text);
      const scriptTexts = generatedUtterances('scripted', track, 0, 30_000).map(({ text }) => text);
      expect(texts).toEqual(scriptTexts);
    }
    const random = randomFrom(7);
    for (let round = 0; round < 40; round++) {
      const failures = Array.from({ length: 1 + (round % 6) }, (): Failing => ({
        atEffect: 1 + Math.floor(random() * 20),
        end: random() < 0.5 ? 'before' : 'after',
      }));
      const found = await playAndCompare({ ...scripted, failures }, undisturbed);
      expect({ failures, found }).toEqual({ failures, found: [] });
    }
  }, 120_000);
});

describe('an owner that was frozen, was replaced, and resumes', () => {
  it.each([
    ['changes nothing, at whichever effect it resumes', evenCuts, undefined],
    ['adds no word, though its engine cuts utterances differently', unevenCuts, 'words' as const],
  ])(
    '%s',
    async (_, played, compare) => {
      const undisturbed = await play(played);
      const random = randomFrom(11);
      for (let round = 0; round < 60; round++) {
        const failures = Array.from({ length: 1 + (round % 3) }, (): Failing => ({
          atEffect: 1 + Math.floor(random() * undisturbed.effects),
          end: random() < 0.5 ? 'before' : 'after',
          comesBackAfter: Math.floor(random() * 40),
        }));
        const found = await playAndCompare({ ...played, failures }, undisturbed, compare);
        expect({ failures, found }).toEqual({ failures, found: [] });
      }
    },
    120_000,
  );
});

describe('a call that another owner took, though the bus gives it to this process', () => {
  it.each([
    ['is let go, taken again, and continues with the unacknowledged audio', evenCuts, undefined],
    ['has each word once, though its engine cuts utterances differently', unevenCuts, 'words' as const],
  ])(
    '%s',
    async (_, played, compare) => {
      const undisturbed = await play(played);
      for (let every = 2; every <= 60; every += every < 12 ? 2 : 4) {
        let taken = 0;
        const meddle: Play['meddle'] = async (store, callId, effects) => {
          if (taken === 4 || effects < (taken + 1) * every) return;
          taken += 1;
          await store.take({ callId });
        };
        const outcome = await play({ ...played, meddle });
        const found = differences(outcome, undisturbed, UNTIL_MS, compare);
        expect(outcome.published.owners(outcome.callId)).toBeGreaterThan(1);
        expect({ every, found }).toEqual({ every, found: [] });
      }
    },
    120_000,
  );
});

describe('calls whose partitions move, in a rolling restart', () => {
  it('have the same words in the same order', async () => {
    const ids = Array.from({ length: 8 }, (_, at) => `moving-${at}`);
    const undisturbed = await playMoving(ids, Infinity);
    for (const everyEffects of [15, 40, 90, 150]) {
      const disturbed = await playMoving(ids, everyEffects);
      for (const [at, outcome] of disturbed.entries()) {
        const found = differences(outcome, undisturbed[at] ?? outcome, UNTIL_MS);
        expect(outcome.published.owners(outcome.callId)).toBeGreaterThan(1);
        expect({ everyEffects, at, found }).toEqual({ everyEffects, at, found: [] });
      }
    }
  }, 120_000);
});

describe('the checker', () => {
  it.each(Object.keys(brokenBuilds) as (keyof typeof brokenBuilds)[])(
    'finds the fault of builds that %s',
    async (name) => {
      const broken: Broken = brokenBuilds[name];
      const [played, compare] = broken.comparesSegments === true ? [evenCuts] : [unevenCuts, 'words' as const];
      const undisturbed = await play(played);
      const random = randomFrom(3);
      const found: string[] = [];
      for (let round = 0; round < 30 && found.length === 0; round++) {
        const failure: Failing = {
          atEffect: 1 + Math.floor(random() * undisturbed.effects),
          end: random() < 0.5 ? 'before' : 'after',
          ...(round % 2 === 0 && { comesBackAfter: Math.floor(random() * 30) }),
        };
        found.push(...(await playAndCompare({ ...played, failures: [failure], broken }, undisturbed, compare)));
      }
      expect(found).not.toEqual([]);
    },
    60_000,
  );
});
