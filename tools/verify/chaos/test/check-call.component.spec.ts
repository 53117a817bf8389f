import { describe, expect, it } from '@jest/globals';
import { checkCall, type CallCheck } from '../src/check/check-call.js';
import type { CallEvidence, ObservedCall, ObservedGap, ObservedSegment } from '../src/check/call-evidence.js';
import { FRAME_BYTES, SAMPLE_RATE_HZ } from '../src/truth/chaos-audio.js';
import { buildPerfectCall, DURATION_MS, eventOf } from './perfect-call.js';

type Part = 'read model' | 'stream' | 'both';

/** Applies a change to the finals of the read model, of the subscriber's stream, or of both. */
function withFinals(
  evidence: CallEvidence,
  change: (finals: ObservedSegment[]) => ObservedSegment[],
  where: Part = 'both',
): CallEvidence {
  const call = evidence.call as ObservedCall;
  const segments = change([...call.segments]);
  const recount = call.metrics && {
    channels: call.metrics.channels.map((row) => ({
      ...row,
      words: segments
        .filter(({ participant }) => participant.id === row.participant.id)
        .reduce((sum, { text }) => sum + text.split(' ').length, 0),
    })),
  };
  return {
    ...evidence,
    call: where === 'stream' ? call : { ...call, segments, metrics: recount },
    stream: where === 'read model' ? evidence.stream : segments.map(eventOf),
  };
}
const withCall = (evidence: CallEvidence, change: Partial<ObservedCall>): CallEvidence => ({
  ...evidence,
  call: { ...(evidence.call as ObservedCall), ...change },
});
const withGap = (evidence: CallEvidence, gap: ObservedGap): CallEvidence =>
  withCall(evidence, {
    ledger: (evidence.call as ObservedCall).ledger.map((row) => ({
      ...row,
      gaps: [gap],
      gapMs: gap.toMs - gap.fromMs,
      transcribedMs: row.receivedMs - (gap.toMs - gap.fromMs),
    })),
  });
const bytesAt = (ms: number) => Math.round((ms * SAMPLE_RATE_HZ) / 1_000) * FRAME_BYTES;
const withRecording = (evidence: CallEvidence, change: (samples: Uint8Array) => Uint8Array): CallEvidence => ({
  ...evidence,
  recording: change((evidence.recording as Uint8Array).slice()),
});
const moved = (segment: ObservedSegment, byMs: number): ObservedSegment => ({
  ...segment,
  startMs: segment.startMs + byMs,
  endMs: segment.endMs + byMs,
  words: segment.words.map((word) => ({ ...word, startMs: word.startMs + byMs, endMs: word.endMs + byMs })),
});
const without = <T>(all: readonly T[], at: number) => all.filter((_, n) => n !== at);

const clean = { lost: 0, doubled: 0, outOfOrder: 0, wrongWords: 0, gaps: 0, otherErrors: [] };

describe('a recording with undeclared silence', () => {
  const silent = withRecording(buildPerfectCall(), (samples) => samples.fill(0, bytesAt(2_000), bytesAt(3_000)));
  const reporting = withCall(silent, { problems: [{ stage: 'persistence', code: 'RECORDING_FAILED' }] });

  it('is an error, even if the call reports RECORDING_FAILED', () => {
    expect(checkCall(silent, true).otherErrors).not.toEqual([]);
    expect(checkCall(reporting).otherErrors).not.toEqual([]);
  });

  it('is allowed if the fault fills the disk and the call reports RECORDING_FAILED', () => {
    expect(checkCall(reporting, true).otherErrors).toEqual([]);
  });
});

/** Evidence of a call whose server is gone from `fromMs` on, for `awayMs`. The player skips audio until `skippedToMs`. */
function withOutage(at: { fromMs: number; awayMs: number; skippedToMs: number; unansweredMs: number }): CallEvidence {
  const perfect = buildPerfectCall();
  const { fromMs, awayMs, skippedToMs, unansweredMs } = at;
  const sent = perfect.recording as Uint8Array;
  const gap = { fromMs, toMs: fromMs + awayMs, reason: 'CONNECTION_LOST' };
  const recording = Uint8Array.from([
    ...sent.subarray(0, bytesAt(fromMs)),
    ...new Uint8Array(bytesAt(awayMs)),
    ...sent.subarray(bytesAt(skippedToMs)),
  ]);
  const receivedMs = fromMs + awayMs + DURATION_MS - skippedToMs;
  const call = perfect.call as ObservedCall;
  const row = { receivedMs, gaps: [gap], gapMs: awayMs, transcribedMs: receivedMs - awayMs };
  return {
    ...perfect,
    recording,
    call: { ...call, durationMs: receivedMs, ledger: call.ledger.map(({ track }) => ({ track, ...row })) },
    played: {
      ...perfect.played,
      ...{ receivedMs, reconnects: 1, disconnectedMs: awayMs - unansweredMs, unansweredMs },
      endedAfterMs: Math.max(DURATION_MS, fromMs + awayMs - unansweredMs),
    },
  };
}

describe('a call whose server was away', () => {
  const clockErrors = (evidence: CallEvidence) =>
    checkCall(evidence).otherErrors.filter((error) => /clock|lost before/.test(error));

  it.each([
    ['and answered at once', { fromMs: 5_000, awayMs: 4_000, skippedToMs: 9_000, unansweredMs: 0 }],
    ['and needed 8 s to answer', { fromMs: 5_000, awayMs: 12_000, skippedToMs: 9_000, unansweredMs: 8_000 }],
    ['until long after the audio', { fromMs: 5_000, awayMs: 80_000, skippedToMs: DURATION_MS, unansweredMs: 0 }],
  ])('%s has the right length', (_, outage) => expect(clockErrors(withOutage(outage))).toEqual([]));

  it.each([
    [
      'that is longer than the player had no server',
      { fromMs: 5_000, awayMs: 12_000, skippedToMs: 9_000, unansweredMs: 1_000 },
      [expect.stringMatching(/differs from the player's clock by 7\.00 s/)],
    ],
    [
      'that is shorter than the audio that it hides',
      { fromMs: 5_000, awayMs: 4_000, skippedToMs: 12_000, unansweredMs: 0 },
      [
        expect.stringMatching(/3\.000 s lost before 9\.000 s that no gap declares/),
        expect.stringMatching(/differs from the player's clock by 3\.00 s/),
      ],
    ],
    [
      'that does not reach the end of the call',
      { fromMs: 5_000, awayMs: 10_000, skippedToMs: DURATION_MS, unansweredMs: 0 },
      [
        expect.stringMatching(/5\.000 s lost before 15\.000 s that no gap declares/),
        expect.stringMatching(/differs from the player's clock by 5\.00 s/),
      ],
    ],
  ])('is wrong with a gap %s', (_, outage, expected) => {
    expect(clockErrors(withOutage(outage))).toEqual(expected);
  });

  it('is wrong if it hides the audio of one gap and declares another one', () => {
    const evidence = withOutage({ fromMs: 5_000, awayMs: 1_000, skippedToMs: 10_000, unansweredMs: 0 });
    const call = evidence.call as ObservedCall;
    const tail = { fromMs: call.durationMs, toMs: call.durationMs + 4_000, reason: 'CONNECTION_LOST' };
    const ledger = call.ledger.map((row) => ({
      ...row,
      gaps: [...row.gaps, tail],
      ...{ gapMs: row.gapMs + 4_000, receivedMs: row.receivedMs + 4_000 },
    }));
    const recording = Uint8Array.from([...(evidence.recording as Uint8Array), ...new Uint8Array(bytesAt(4_000))]);
    expect(clockErrors({ ...evidence, recording, call: { ...call, ledger } })).toEqual([
      expect.stringMatching(/4\.000 s lost before 6\.000 s that no gap declares/),
    ]);
  });
});

describe('a call without errors', () => {
  it('may reconnect to a gateway that is behind the previous one', () => {
    const perfect = buildPerfectCall();
    const last = perfect.stream.at(-1);
    if (last?.kind !== 'event') throw new Error('no final');
    const partial = (revision: number) => eventOf({ ...last.segment, revision, isPartial: true });
    const segments = (perfect.call?.segments ?? []).filter(({ id }) => id !== last.segment.id);
    const afterReconnect: CallEvidence['stream'] = [{ kind: 'snapshot', atMs: last.atMs, segments }, partial(1), last];
    expect(checkCall({ ...perfect, stream: [...perfect.stream.slice(0, -1), ...afterReconnect] })).toMatchObject(clean);
    const withoutReconnect: CallEvidence['stream'] = [partial(1), last];
    expect(checkCall({ ...perfect, stream: [...perfect.stream.slice(0, -1), ...withoutReconnect] }).outOfOrder).toBe(1);
  });

  it('passes all checks', () => {
    const check = checkCall(buildPerfectCall());
    expect(check).toMatchObject({ ...clean, problems: [], details: [] });
    expect(check.expected).toBe(20);
  });

  it('may lack the words and audio of declared gaps', () => {
    const gap = { fromMs: 4_400, toMs: 7_100, reason: 'CONNECTION_LOST' };
    const isOutsideGap = ({ endMs }: { endMs: number }) => endMs <= gap.fromMs || endMs > gap.toMs;
    const cut = withFinals(buildPerfectCall(), (finals) =>
      finals.flatMap((final) => {
        const words = final.words.filter(isOutsideGap);
        const [first] = words;
        const last = words.at(-1);
        if (first === undefined || last === undefined) return [];
        return [
          { ...final, words, text: words.map(({ text }) => text).join(' '), startMs: first.startMs, endMs: last.endMs },
        ];
      }),
    );
    const silent = withRecording(withGap(cut, gap), (samples) =>
      samples.fill(0, bytesAt(gap.fromMs), bytesAt(gap.toMs)),
    );
    const check = checkCall({ ...silent, played: { ...silent.played, reconnects: 1 } });
    expect(check).toMatchObject({ ...clean, gaps: 1, gapMs: 2_700 });
    expect(check.expected).toBeLessThan(20);
    expect(check.expected).toBeGreaterThan(14);
  });

  it('may have a correction with a newer revision', () => {
    const corrected = withFinals(
      buildPerfectCall(),
      (finals) => finals.map((final, at) => (at === 4 ? { ...final, revision: 10_001 } : final)),
      'read model',
    );
    const streamed = {
      ...corrected,
      stream: [
        ...corrected.stream,
        ...(corrected.call?.segments ?? []).filter(({ revision }) => revision > 3).map(eventOf),
      ],
    };
    expect(checkCall(streamed)).toMatchObject(clean);
  });
});

describe('the check finds', () => {
  const cases: [string, (evidence: CallEvidence) => CallEvidence, Partial<CallCheck>][] = [
    ['a final that is neither stored nor streamed', (e) => withFinals(e, (finals) => without(finals, 5)), { lost: 1 }],
    [
      'a final that is not stored',
      (e) => withFinals(e, (finals) => without(finals, 5), 'read model'),
      { lost: 1, doubled: 1 },
    ],
    [
      'a final that no subscriber received',
      (e) => withFinals(e, (finals) => without(finals, 5), 'stream'),
      { lost: 1 },
    ],
    [
      'a final without its last word',
      (e) =>
        withFinals(e, (finals) =>
          finals.map((f, at) =>
            at === 3 ? { ...f, text: f.text.replace(/ \S+$/, ''), words: f.words.slice(0, -1) } : f,
          ),
        ),
      { lost: 1 },
    ],
    [
      'a final with two ids',
      (e) =>
        withFinals(e, (finals) => finals.flatMap((f, at) => (at === 3 ? [f, { ...f, id: `${f.id}-again` }] : [f]))),
      { doubled: 1 },
    ],
    [
      'two finals that overlap',
      (e) => withFinals(e, (finals) => finals.map((f, at) => (at === 6 ? { ...f, startMs: f.startMs - 1_900 } : f))),
      { doubled: 1 },
    ],
    [
      'wrong words',
      (e) =>
        withFinals(e, (finals) =>
          finals.map((f, at) => (at === 3 ? { ...f, words: f.words.map((w) => ({ ...w, text: 'x' })) } : f)),
        ),
      { wrongWords: 1, lost: 1 },
    ],
    [
      'a call clock that restarted',
      (e) => withFinals(e, (finals) => finals.map((f) => (f.startMs > 10_000 ? moved(f, -10_000) : f))),
      { lost: 10, doubled: 10, wrongWords: 10, outOfOrder: 8 },
    ],
    [
      'a call clock that is 100 ms off',
      (e) => withFinals(e, (finals) => finals.map((f) => (f.startMs > 10_000 ? moved(f, 100) : f))),
      { lost: 10, wrongWords: 10 },
    ],
    [
      'words inside a declared gap',
      (e) => withGap(e, { fromMs: 4_400, toMs: 7_100, reason: 'ENGINE_FAILED' }),
      { wrongWords: 3 },
    ],
    ['finals in the wrong order', (e) => ({ ...e, stream: [...e.stream].reverse() }), { outOfOrder: 38 }],
    [
      'a partial after its final',
      (e) => ({
        ...e,
        stream: [...e.stream, eventOf({ ...(e.call?.segments[19] as ObservedSegment), revision: 4, isPartial: true })],
      }),
      { outOfOrder: 1 },
    ],
    [
      'an older revision after a newer one',
      (e) => ({ ...e, stream: [...e.stream, eventOf({ ...(e.call?.segments[19] as ObservedSegment), revision: 1 })] }),
      { outOfOrder: 1 },
    ],
    ['a call that is still live', (e) => withCall(e, { status: 'LIVE' }), { otherErrors: ['the status is LIVE'] }],
    [
      'metrics with a wrong word count',
      (e) => withCall(e, { metrics: { channels: [{ participant: { id: 'customer' }, words: 1 }] } }),
      { otherErrors: [expect.stringMatching(/^metrics: 1 words/)] as never },
    ],
    [
      'a call that is not stored',
      (e) => ({ ...e, call: null }),
      { otherErrors: ['the call is not in the read model'] },
    ],
    [
      'a call that ended early',
      (e) => ({ ...e, played: { ...e.played, failure: 'gone' } }),
      { otherErrors: ['the call could not be played: gone'] },
    ],
  ];
  it.each(cases)('%s', (_, change, shows) => {
    expect(checkCall(change(buildPerfectCall()))).toMatchObject({
      ...clean,
      gaps: expect.any(Number),
      otherErrors: expect.anything(),
      ...shows,
    });
  });

  const errors: [string, (evidence: CallEvidence) => CallEvidence, RegExp][] = [
    [
      'a ledger that does not add up',
      (e) =>
        withCall(e, {
          ledger: (e.call as ObservedCall).ledger.map((row) => ({ ...row, transcribedMs: row.transcribedMs - 1 })),
        }),
      /accounted for of/,
    ],
    [
      'a gap total without listed gaps',
      (e) =>
        withCall(e, {
          ledger: (e.call as ObservedCall).ledger.map((row) => ({
            ...row,
            transcribedMs: row.transcribedMs - 5,
            gapMs: 5,
          })),
        }),
      /the listed gaps add up to 0 ms/,
    ],
    [
      'a track without a ledger',
      (e) => withCall(e, { ledger: (e.call as ObservedCall).ledger.slice(1) }),
      /track 0: no ledger/,
    ],
    ['no recording', (e) => ({ ...e, recording: null }), /there is no recording/],
    [
      'bytes that were never sent',
      (e) => withRecording(e, (s) => s.fill(7, bytesAt(5_000), bytesAt(5_000) + 1)),
      /never sent at 5\.000 s/,
    ],
    [
      'audio of another call',
      (e) =>
        withRecording(
          e,
          (s) => (
            s.set(
              (buildPerfectCall('other').recording as Uint8Array).subarray(bytesAt(3_000), bytesAt(3_100)),
              bytesAt(3_000),
            ),
            s
          ),
        ),
      /never sent at 3\.000 s/,
    ],
    [
      'undeclared silence',
      (e) => withRecording(e, (s) => s.fill(0, bytesAt(5_000), bytesAt(5_001))),
      /silence outside of all gaps at 5\.000 s/,
    ],
    [
      'missing audio',
      (e) =>
        withRecording(e, (s) => Uint8Array.from([...s.subarray(0, bytesAt(5_000)), ...s.subarray(bytesAt(5_100))])),
      /800 frames missing at 5\.000 s/,
    ],
    [
      'recorded audio in a gap',
      (e) => withGap(e, { fromMs: 5_000, toMs: 6_000, reason: 'CALL_MOVED' }),
      /1\.000 s of recorded audio in gaps, the first at 5\.000 s/,
    ],
    [
      'repeated audio',
      (e) =>
        withRecording(e, (s) => Uint8Array.from([...s.subarray(0, bytesAt(5_000)), ...s.subarray(bytesAt(4_900))])),
      /audio of 4\.900 s repeated at 5\.000 s/,
    ],
    [
      'a recording that is too short',
      (e) => withRecording(e, (s) => s.subarray(0, bytesAt(DURATION_MS - 100))),
      /the ledger says 20\.000 s/,
    ],
    ['half a frame', (e) => withRecording(e, (s) => s.subarray(0, s.length - 1)), /middle of a frame/],
    [
      'a call that is shorter than the played audio',
      (e) => ({ ...e, played: { ...e.played, playedMs: DURATION_MS + 100 } }),
      /differs from the player's clock by 0\.10 s/,
    ],
    [
      'different counts of ingest and the ledger',
      (e) => ({ ...e, played: { ...e.played, receivedMs: DURATION_MS - 40 } }),
      /ingest counted 19960 ms/,
    ],
  ];
  it.each(errors)('%s', (_, change, message) => {
    const { otherErrors } = checkCall(change(buildPerfectCall()));
    expect(otherErrors.join('\n')).toMatch(message);
  });
});
