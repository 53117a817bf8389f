import { describe, expect, it } from '@jest/globals';
import { TrackLedger, UNDECLARED_REASON } from './track-ledger.js';
import { samplesToMs } from '../audio/sample-time.js';
import { addsUp, toLedgerView } from './ledger-view.js';
import { msToUs, sampleToUs, SpanSet } from './span-set.js';

/** A small seeded generator, so that a failing case can be repeated. */
const random = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff;
  return seed / 0x7fff_ffff;
};

type Entry = (ledger: TrackLedger) => void;

describe('TrackLedger', () => {
  it('adds up when everything was transcribed', () => {
    const ledger = new TrackLedger();
    for (let at = 0; at < 100; at++) {
      ledger.addReceived(at + 1);
      ledger.addCovered({ from: at, to: at + 1 });
    }
    expect(ledger.balance()).toMatchObject({ received: 100, transcribed: 100, gap: 0, open: 0, gaps: [] });
    expect(ledger.declareOpenSpans()).toEqual([]);
  });

  it('fills a declared gap with words that come later', () => {
    const ledger = new TrackLedger();
    ledger.addReceived(10);
    ledger.addTranscriptGap({ from: 0, to: 10 }, 'NO_SPEECH_ENGINE');
    ledger.addCovered({ from: 2, to: 5 });
    expect(ledger.balance()).toMatchObject({
      transcribed: 3,
      gap: 7,
      gaps: [
        { from: 0, to: 2, reason: 'NO_SPEECH_ENGINE' },
        { from: 5, to: 10, reason: 'NO_SPEECH_ENGINE' },
      ],
    });
  });

  it('tells missing audio from missing words, also when both have the same reason', () => {
    const ledger = new TrackLedger();
    ledger.addReceived(10);
    ledger.addTranscriptGap({ from: 0, to: 8 }, 'PROCESS_LOST');
    ledger.addAudioGap({ from: 6, to: 10 }, 'PROCESS_LOST');
    expect(toLedgerView(0, ledger).gaps).toEqual([
      { fromMs: 0, toMs: 0.006, reason: 'PROCESS_LOST', isAudioMissing: false },
      { fromMs: 0.006, toMs: 0.01, reason: 'PROCESS_LOST', isAudioMissing: true },
    ]);
  });

  it('does not count silence that stands for lost audio as transcribed', () => {
    const ledger = new TrackLedger();
    ledger.addReceived(10);
    ledger.addCovered({ from: 0, to: 10 });
    ledger.addAudioGap({ from: 4, to: 6 }, 'CONNECTION_LOST');
    expect(ledger.balance()).toMatchObject({ transcribed: 8, gap: 2 });
  });

  it('declares open spans as gaps at the end', () => {
    const ledger = new TrackLedger();
    ledger.addReceived(10);
    ledger.addCovered({ from: 0, to: 4 });
    ledger.addPaused({ from: 8, to: 9 });
    expect(ledger.declareOpenSpans()).toEqual([
      { from: 4, to: 8 },
      { from: 9, to: 10 },
    ]);
    const balance = ledger.balance();
    expect(addsUp(balance)).toBe(true);
    expect(balance.gaps.map(({ reason }) => reason)).toEqual([UNDECLARED_REASON, UNDECLARED_REASON]);
    expect(ledger.declareOpenSpans()).toEqual([]);
  });

  it('ignores entries beyond the end of the audio', () => {
    const ledger = new TrackLedger();
    ledger.addReceived(10);
    ledger.addCovered({ from: 0, to: 12 });
    ledger.addTranscriptGap({ from: 11, to: 15 }, 'ENGINE_FAILED');
    expect(ledger.balance()).toMatchObject({ received: 10, transcribed: 10, gap: 0 });
  });

  it('gives the same balance in any order and with repeated entries, and adds up after the open spans are declared', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const next = random(seed);
      const entries = randomEntries(next);
      const shuffled = [...entries, ...entries.filter(() => next() < 0.3)]
        .map((entry) => ({ entry, at: next() }))
        .sort((a, b) => a.at - b.at);
      const [straight, scrambled] = [new TrackLedger(), new TrackLedger()];
      for (const entry of entries) entry(straight);
      for (const { entry } of shuffled) entry(scrambled);
      expect(scrambled.balance()).toEqual(straight.balance());
      scrambled.declareOpenSpans();
      const balance = scrambled.balance();
      expect(addsUp(balance) && balance.open === 0).toBe(true);
      const view = toLedgerView(1, scrambled);
      expect(view.transcribedMs + view.pausedMs + view.gapMs).toBeCloseTo(view.receivedMs, 6);
    }
  });

  it.each([8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000, 176_400, 192_000])(
    'places a sample at the same microsecond from samples and from milliseconds at %d Hz',
    (rate) => {
      const next = random(rate);
      const samples = Array.from({ length: 2_000 }, () => Math.floor(next() * rate * 86_400));
      const misplaced = (sample: number) =>
        msToUs(samplesToMs(sample, rate)) !== sampleToUs(sample, rate) ||
        sampleToUs(sample + 1, rate) <= sampleToUs(sample, rate);
      expect(samples.filter(misplaced)).toEqual([]);
    },
  );
});

describe('SpanSet', () => {
  it('agrees with an array of single moments', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const next = random(seed);
      const [left, right] = [new SpanSet(), new SpanSet()];
      const [leftMoments, rightMoments] = [new Array<boolean>(60).fill(false), new Array<boolean>(60).fill(false)];
      for (let round = 0; round < 12; round++) {
        for (const [set, moments] of [
          [left, leftMoments],
          [right, rightMoments],
        ] as const) {
          const from = Math.floor(next() * 60);
          const to = Math.min(60, from + Math.floor(next() * 10));
          set.add({ from, to });
          moments.fill(true, from, to);
        }
      }
      const momentsOf = (set: SpanSet) => {
        const moments = new Array<boolean>(60).fill(false);
        for (const { from, to } of set.spans) moments.fill(true, from, to);
        return moments;
      };
      expect(momentsOf(left)).toEqual(leftMoments);
      expect(momentsOf(left.minus(right))).toEqual(leftMoments.map((on, at) => on && !rightMoments[at]));
      expect(momentsOf(left.within({ from: 10, to: 30 }))).toEqual(
        leftMoments.map((on, at) => on && at >= 10 && at < 30),
      );
      for (const [index, span] of left.spans.entries()) {
        expect(span.from).toBeGreaterThan(left.spans[index - 1]?.to ?? -1);
      }
    }
  });

  it('stays one span while a call grows at its end', () => {
    const set = new SpanSet();
    for (let at = 0; at < 100_000; at++) set.add({ from: at, to: at + 1 });
    expect(set.spans).toEqual([{ from: 0, to: 100_000 }]);
  });
});

function randomEntries(next: () => number): Entry[] {
  const span = () => {
    const from = Math.floor(next() * 1_000);
    return { from, to: from + Math.floor(next() * 120) };
  };
  const reasons = ['NO_SPEECH_ENGINE', 'ENGINE_FAILED', UNDECLARED_REASON];
  return Array.from({ length: 40 }, (): Entry => {
    const [kind, piece] = [Math.floor(next() * 5), span()];
    const reason = reasons[Math.floor(next() * reasons.length)] ?? UNDECLARED_REASON;
    if (kind === 0) return (ledger) => ledger.addReceived(piece.to);
    if (kind === 1) return (ledger) => ledger.addPaused(piece);
    if (kind === 2) return (ledger) => ledger.addCovered(piece);
    if (kind === 3) return (ledger) => ledger.addAudioGap(piece, reason);
    return (ledger) => ledger.addTranscriptGap(piece, reason);
  });
}
