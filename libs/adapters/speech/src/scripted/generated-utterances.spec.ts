import { describe, expect, it } from '@jest/globals';
import { exampleSpeaker, type SegmentId } from '@earshot/contracts';
import { CallRedactor } from '@earshot/domain/redaction';
import { generatedUtterances } from './generated-utterances.js';

const CALLS = 40;

describe('generated utterances', () => {
  it('say nothing that redaction hides, so that tests of whole calls may compare the words', () => {
    const hidden = Array.from({ length: CALLS }, (_, nth) => redactCall(`words-${nth}`)).flat();
    expect(hidden).toEqual([]);
  });
});

/** The texts of a generated call that redaction changes. */
function redactCall(seed: string): string[] {
  const redactor = new CallRedactor({ defaultCountry: 'US' });
  const said = [0, 1]
    .flatMap((track) => generatedUtterances(seed, track, 0, 120_000, 2))
    .sort((a, b) => a.startMs - b.startMs);
  return said.flatMap(({ track, startMs, endMs, text }, at) => {
    const { segment, corrections } = redactor.redact({
      segmentId: `s-${track}-${at}` as SegmentId,
      ...exampleSpeaker(track === 0 ? 'CUSTOMER' : 'AGENT'),
      revision: 1,
      isPartial: false,
      startMs,
      endMs,
      text,
      words: [],
      engine: 'scripted',
      recognizedAtMs: 0,
    });
    return [segment, ...corrections].map((one) => one.text).filter((shown) => shown.includes('['));
  });
}
