import { describe, expect, it } from '@jest/globals';
import { breakTranscriptProgress, brokenTranscriptProgress } from '../conformance/broken/broken-transcript-progress.js';
import { transcriptProgressConformance } from '../conformance/transcript-progress.conformance.js';
import { InMemoryTranscriptProgress } from './in-memory-transcript-progress.js';

const create = () => new InMemoryTranscriptProgress();

describe('progress in memory', () => {
  for (const { promise, run } of transcriptProgressConformance) it(promise, () => run(create));
});

describe('the conformance suite of progress', () => {
  it.each(Object.entries(brokenTranscriptProgress))('fails a store that %s', async (name, { breaks }) => {
    const broken = transcriptProgressConformance.find(({ promise }) => promise === breaks);
    await expect(broken?.run(() => breakTranscriptProgress(create(), name))).rejects.toThrow();
  });

  it('has a broken store for each promise', () => {
    const broken = Object.values(brokenTranscriptProgress).map(({ breaks }) => breaks);
    expect(transcriptProgressConformance.map(({ promise }) => promise).sort()).toEqual(broken.sort());
  });
});
