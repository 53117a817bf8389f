import { describe, expect, it } from '@jest/globals';
import { FragmentReader } from './fragment-reader.js';
import { StreamProgress, type ReadStream, type StreamPart } from './stream-progress.js';
import { writeFragment, type WrittenFragment } from './write-fragment.js';

const stream: ReadStream = {
  callTag: 'CallId',
  platformCallId: 'call-1',
  sampleRateHz: 8_000,
  startFragmentNumber: '100',
};
const BEGAN_AT_MS = 1_700_000_000_000;
const FRAGMENT_MS = 200;
const BLOCK_MS = 20;

/** Samples that tell their place: the number of the fragment, and the block. */
const blockOf = (fragment: number, block: number) =>
  Uint8Array.from({ length: BLOCK_MS * 16 }, (_, at) => (at % 2 === 0 ? fragment % 256 : block));

const fragment = (number: number, changes: Partial<WrittenFragment> = {}): Uint8Array =>
  writeFragment({
    number: String(number),
    producerAtMs: BEGAN_AT_MS + (number - 100) * FRAGMENT_MS,
    tags: { CallId: 'call-1' },
    trackNames: ['leg'],
    blocks: Array.from({ length: FRAGMENT_MS / BLOCK_MS }, (_, block) => ({
      track: 1,
      offsetMs: block * BLOCK_MS,
      samples: blockOf(number, block),
    })),
    ...changes,
  });

const untagged = { tags: {} };
const foreign = { tags: { CallId: 'call-2' } };
const tagsLast = { areTagsLast: true };

function read(progress: StreamProgress, bytes: Uint8Array): readonly StreamPart[] {
  const parts = new FragmentReader().receiveBytes(bytes);
  return parts.ok ? progress.receiveParts(parts.value) : [];
}

const concat = (fragments: readonly Uint8Array[]) => Uint8Array.from(fragments.flatMap((bytes) => [...bytes]));
/** What came of the call, as its place and its bytes. Fails if anything is lost or doubled between two places. */
function audioOf(parts: readonly StreamPart[]): { fromMs: number; ms: number } {
  const audio = parts.flatMap((part) => (part.kind === 'audio' ? [part] : []));
  const first = audio[0]?.fromSample ?? NaN;
  let at = first;
  for (const { fromSample, samples } of audio) {
    expect(fromSample).toBe(at);
    const fragmentNumber = 100 + Math.floor((fromSample - BEGAN_AT_MS * 8) / (FRAGMENT_MS * 8));
    expect(samples[0]).toBe(fragmentNumber);
    at += samples.length / 2;
  }
  return { fromMs: first / 8 - BEGAN_AT_MS, ms: (at - first) / 8 };
}

describe('the progress of a stream', () => {
  it('drops the fragments of an earlier call, whatever their tags say', () => {
    const parts = read(
      new StreamProgress(stream),
      concat([fragment(98, foreign), fragment(99, foreign), fragment(100)]),
    );
    expect(audioOf(parts)).toEqual({ fromMs: 0, ms: 200 });
  });

  it('takes each sample once, wherever the session is cut and begins again', () => {
    const all = concat([fragment(100), fragment(101), fragment(102)]);
    for (let cut = 0; cut < all.length; cut += 97) {
      const progress = new StreamProgress(stream);
      const before = read(progress, all.subarray(0, cut));
      progress.reopen();
      const next = Number(progress.lastFragmentNumber ?? 99) + 1;
      const rest = [100, 101, 102].filter((number) => number >= next).map((number) => fragment(number));
      const after = [...read(progress, concat(rest)), ...progress.flush()];
      expect(audioOf([...before, ...after])).toEqual({ fromMs: 0, ms: 600 });
    }
  });

  it('drops whole fragments that come again', () => {
    const progress = new StreamProgress(stream);
    const before = read(progress, concat([fragment(100), fragment(101), fragment(102, untagged)]));
    progress.reopen();
    const after = read(progress, concat([fragment(100), fragment(101), fragment(102)]));
    expect(audioOf([...before, ...after])).toEqual({ fromMs: 0, ms: 600 });
  });

  it.each([
    ['before', {}],
    ['behind', tagsLast],
  ])('takes nothing of a fragment whose tag %s its audio names another call', (_, place) => {
    const progress = new StreamProgress(stream);
    const parts = read(
      progress,
      concat([fragment(100, place), fragment(101, { ...foreign, ...place }), fragment(102)]),
    );
    expect(audioOf(parts)).toEqual({ fromMs: 0, ms: 200 });
    expect(parts.at(-1)).toEqual({ kind: 'recycled' });
    expect(read(progress, fragment(103))).toEqual([]);
  });

  it('reads a stream without tags one fragment later', () => {
    const progress = new StreamProgress(stream);
    expect(audioOf(read(progress, concat([fragment(100, untagged), fragment(101, untagged)])))).toMatchObject({
      ms: 200,
    });
    expect(progress.lastFragmentNumber).toBe('100');
    expect(audioOf(progress.flush())).toEqual({ fromMs: 200, ms: 200 });
  });

  it('keeps nothing of the next call that has no tag yet when the call ends', () => {
    const progress = new StreamProgress(stream);
    expect(audioOf(read(progress, fragment(100, tagsLast)))).toMatchObject({ ms: 200 });
    expect(read(progress, fragment(101, untagged))).toEqual([]);
    expect(progress.flush()).toEqual([]);
  });

  it('keeps audio in one run while times are rounded, and leaves a hole where audio is missing', () => {
    const late = (ms: number) => ({ producerAtMs: BEGAN_AT_MS + FRAGMENT_MS + ms });
    const places = (ms: number) =>
      read(new StreamProgress(stream), concat([fragment(100), fragment(101, late(ms))])).flatMap((part) =>
        part.kind === 'audio' ? [part.fromSample / 8 - BEGAN_AT_MS] : [],
      );
    expect(places(40)[10]).toBe(200);
    expect(places(-3_000)[10]).toBe(200);
    expect(places(500)[10]).toBe(700);
  });
});
