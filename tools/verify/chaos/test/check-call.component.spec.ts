import { describe, expect, it } from '@jest/globals';
import { checkCall, type CallCheck } from '../src/check/check-call.js';
import type { Evidence, SeenCall, SeenGap, SeenSegment } from '../src/check/observed.js';
import { FRAME_BYTES, SAMPLE_RATE_HZ } from '../src/truth/chaos-audio.js';
import { aPerfectCall, DURATION_MS, eventOf } from './perfect-call.js';

type Part = 'read model' | 'stream' | 'both';
/** The same change of the finals in the read model, in what the subscriber was told, or in both. */
function withFinals(
  evidence: Evidence,
  change: (finals: SeenSegment[]) => SeenSegment[],
  where: Part = 'both',
): Evidence {
  const call = evidence.call as SeenCall;
  const segments = change([...call.segments]);
  const recount = call.metrics && {
    channels: call.metrics.channels.map((row) => ({
      ...row,
      words: segments
        .filter(({ channel }) => channel === row.channel)
        .reduce((sum, { text }) => sum + text.split(' ').length, 0),
    })),
  };
  return {
    ...evidence,
    call: where === 'stream' ? call : { ...call, segments, metrics: recount },
    stream: where === 'read model' ? evidence.stream : segments.map(eventOf),
  };
}
const withCall = (evidence: Evidence, change: Partial<SeenCall>): Evidence => ({
  ...evidence,
  call: { ...(evidence.call as SeenCall), ...change },
});
const withGap = (evidence: Evidence, gap: SeenGap): Evidence =>
  withCall(evidence, {
    ledger: (evidence.call as SeenCall).ledger.map((row) => ({
      ...row,
      gaps: [gap],
      gapMs: gap.toMs - gap.fromMs,
      transcribedMs: row.receivedMs - (gap.toMs - gap.fromMs),
    })),
  });
const bytesAt = (ms: number) => Math.round((ms * SAMPLE_RATE_HZ) / 1_000) * FRAME_BYTES;
const withRecording = (evidence: Evidence, change: (samples: Uint8Array) => Uint8Array): Evidence => ({
  ...evidence,
  recording: change((evidence.recording as Uint8Array).slice()),
});
const moved = (segment: SeenSegment, byMs: number): SeenSegment => ({
  ...segment,
  startMs: segment.startMs + byMs,
  endMs: segment.endMs + byMs,
  words: segment.words.map((word) => ({ ...word, startMs: word.startMs + byMs, endMs: word.endMs + byMs })),
});
const without = <T>(all: readonly T[], at: number) => all.filter((_, n) => n !== at);

const clean = { lost: 0, doubled: 0, outOfOrder: 0, differing: 0, gaps: 0, faulty: [] };

describe('a recording with silence where there was none', () => {
  const lacking = withRecording(aPerfectCall(), (samples) => samples.fill(0, bytesAt(2_000), bytesAt(3_000)));
  const saying = withCall(lacking, { problems: [{ stage: 'persistence', code: 'RECORDING_FAILED' }] });

  it('is found, also when the call says that it failed', () => {
    expect(checkCall(lacking, true).faulty).not.toEqual([]);
    expect(checkCall(saying).faulty).not.toEqual([]);
  });

  it('may be where the fault takes the room for it and the call says so', () => {
    expect(checkCall(saying, true).faulty).toEqual([]);
  });
});

describe('a call on which nothing went wrong', () => {
  it('may be told by a gateway that is behind the one the client was at', () => {
    const perfect = aPerfectCall();
    const last = perfect.stream.at(-1);
    if (last?.kind !== 'event') throw new Error('no final');
    const partial = (revision: number) => eventOf({ ...last.segment, revision, isPartial: true });
    const segments = (perfect.call?.segments ?? []).filter(({ id }) => id !== last.segment.id);
    const again: Evidence['stream'] = [{ kind: 'snapshot', atMs: last.atMs, segments }, partial(1), last];
    expect(checkCall({ ...perfect, stream: [...perfect.stream.slice(0, -1), ...again] })).toMatchObject(clean);
    const never: Evidence['stream'] = [partial(1), last];
    expect(checkCall({ ...perfect, stream: [...perfect.stream.slice(0, -1), ...never] }).outOfOrder).toBe(1);
  });

  it('is found to be so', () => {
    const check = checkCall(aPerfectCall());
    expect(check).toMatchObject({ ...clean, problems: [], details: [] });
    expect(check.expected).toBe(20);
  });

  it('may have its finals cut by declared gaps, with the words in them missing and the audio silent', () => {
    const gap = { fromMs: 4_400, toMs: 7_100, reason: 'CONNECTION_LOST' };
    const heard = ({ endMs }: { endMs: number }) => endMs <= gap.fromMs || endMs > gap.toMs;
    const cut = withFinals(aPerfectCall(), (finals) =>
      finals.flatMap((final) => {
        const words = final.words.filter(heard);
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

  it('may have a final corrected by a newer revision', () => {
    const corrected = withFinals(
      aPerfectCall(),
      (finals) => finals.map((final, at) => (at === 4 ? { ...final, revision: 10_001 } : final)),
      'read model',
    );
    const told = {
      ...corrected,
      stream: [
        ...corrected.stream,
        ...(corrected.call?.segments ?? []).filter(({ revision }) => revision > 3).map(eventOf),
      ],
    };
    expect(checkCall(told)).toMatchObject(clean);
  });
});

describe('what goes wrong is seen', () => {
  const cases: [string, (evidence: Evidence) => Evidence, Partial<CallCheck>][] = [
    ['a final that is nowhere', (e) => withFinals(e, (finals) => without(finals, 5)), { lost: 1 }],
    [
      'a final that is not stored',
      (e) => withFinals(e, (finals) => without(finals, 5), 'read model'),
      { lost: 1, doubled: 1 },
    ],
    [
      'a final that no subscriber heard of',
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
      'a final under two ids',
      (e) =>
        withFinals(e, (finals) => finals.flatMap((f, at) => (at === 3 ? [f, { ...f, id: `${f.id}-again` }] : [f]))),
      { doubled: 1 },
    ],
    [
      'two finals over the same time',
      (e) => withFinals(e, (finals) => finals.map((f, at) => (at === 6 ? { ...f, startMs: f.startMs - 1_900 } : f))),
      { doubled: 1 },
    ],
    [
      'other words',
      (e) =>
        withFinals(e, (finals) =>
          finals.map((f, at) => (at === 3 ? { ...f, words: f.words.map((w) => ({ ...w, text: 'x' })) } : f)),
        ),
      { differing: 1, lost: 1 },
    ],
    [
      'a clock that was restarted',
      (e) => withFinals(e, (finals) => finals.map((f) => (f.startMs > 10_000 ? moved(f, -10_000) : f))),
      { lost: 10, doubled: 10, differing: 10, outOfOrder: 8 },
    ],
    [
      'a clock that is a tenth of a second off',
      (e) => withFinals(e, (finals) => finals.map((f) => (f.startMs > 10_000 ? moved(f, 100) : f))),
      { lost: 10, differing: 10 },
    ],
    [
      'words where the ledger declares a gap',
      (e) => withGap(e, { fromMs: 4_400, toMs: 7_100, reason: 'ENGINE_FAILED' }),
      { differing: 3 },
    ],
    ['finals told in another order', (e) => ({ ...e, stream: [...e.stream].reverse() }), { outOfOrder: 38 }],
    [
      'a partial after its final',
      (e) => ({
        ...e,
        stream: [...e.stream, eventOf({ ...(e.call?.segments[19] as SeenSegment), revision: 4, isPartial: true })],
      }),
      { outOfOrder: 1 },
    ],
    [
      'an older revision after a newer',
      (e) => ({ ...e, stream: [...e.stream, eventOf({ ...(e.call?.segments[19] as SeenSegment), revision: 1 })] }),
      { outOfOrder: 1 },
    ],
    ['a state that is still in progress', (e) => withCall(e, { status: 'LIVE' }), { faulty: ['its status is LIVE'] }],
    [
      'figures that count a final twice',
      (e) => withCall(e, { metrics: { channels: [{ channel: 'CUSTOMER', words: 1 }] } }),
      { faulty: [expect.stringMatching(/^figures: 1 words/)] as never },
    ],
    ['a call that is not there', (e) => ({ ...e, call: null }), { faulty: ['the call is not in the read model'] }],
    [
      'a call that ended before its time',
      (e) => ({ ...e, played: { ...e.played, failure: 'gone' } }),
      { faulty: ['it could not be played: gone'] },
    ],
  ];
  it.each(cases)('%s', (_, change, shows) => {
    expect(checkCall(change(aPerfectCall()))).toMatchObject({
      ...clean,
      gaps: expect.any(Number),
      faulty: expect.anything(),
      ...shows,
    });
  });

  const accounts: [string, (evidence: Evidence) => Evidence, RegExp][] = [
    [
      'a ledger that does not add up',
      (e) =>
        withCall(e, {
          ledger: (e.call as SeenCall).ledger.map((row) => ({ ...row, transcribedMs: row.transcribedMs - 1 })),
        }),
      /accounted for of/,
    ],
    [
      'a gap that is summed and not listed',
      (e) =>
        withCall(e, {
          ledger: (e.call as SeenCall).ledger.map((row) => ({
            ...row,
            transcribedMs: row.transcribedMs - 5,
            gapMs: 5,
          })),
        }),
      /listed/,
    ],
    [
      'a channel without a ledger',
      (e) => withCall(e, { ledger: (e.call as SeenCall).ledger.slice(1) }),
      /CUSTOMER: no ledger/,
    ],
    ['no recording', (e) => ({ ...e, recording: null }), /there is no recording/],
    [
      'a byte that was never sent',
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
              (aPerfectCall('other').recording as Uint8Array).subarray(bytesAt(3_000), bytesAt(3_100)),
              bytesAt(3_000),
            ),
            s
          ),
        ),
      /never sent at 3\.000 s/,
    ],
    [
      'silence that nobody declared',
      (e) => withRecording(e, (s) => s.fill(0, bytesAt(5_000), bytesAt(5_001))),
      /silence outside of any gap at 5\.000 s/,
    ],
    [
      'audio that is left out',
      (e) =>
        withRecording(e, (s) => Uint8Array.from([...s.subarray(0, bytesAt(5_000)), ...s.subarray(bytesAt(5_100))])),
      /800 frames left out at 5\.000 s/,
    ],
    [
      'audio that is there twice',
      (e) =>
        withRecording(e, (s) => Uint8Array.from([...s.subarray(0, bytesAt(5_000)), ...s.subarray(bytesAt(4_900))])),
      /audio of 4\.900 s again at 5\.000 s/,
    ],
    [
      'a recording that is too short',
      (e) => withRecording(e, (s) => s.subarray(0, bytesAt(DURATION_MS - 100))),
      /the ledger says 20\.000 s/,
    ],
    ['half a frame', (e) => withRecording(e, (s) => s.subarray(0, s.length - 1)), /middle of a frame/],
    [
      'a call that is shorter than what was played',
      (e) => ({ ...e, played: { ...e.played, playedMs: DURATION_MS + 100 } }),
      /off the generator's clock/,
    ],
    [
      "a count of ingest that is not the ledger's",
      (e) => ({ ...e, played: { ...e.played, receivedMs: DURATION_MS - 40 } }),
      /ingest counted 19960 ms/,
    ],
  ];
  it.each(accounts)('%s', (_, change, says) => {
    const { faulty } = checkCall(change(aPerfectCall()));
    expect(faulty.join('\n')).toMatch(says);
  });
});
