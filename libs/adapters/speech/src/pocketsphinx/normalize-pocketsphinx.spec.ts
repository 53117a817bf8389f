import { describe, expect, it } from '@jest/globals';
import { normalizePocketsphinx } from './normalize-pocketsphinx.js';

/** A log of the program from Debian. */
const recorded = `INFO: pocketsphinx.c(1168): but whether to (-14023)
word                 start end   pprob ascr       lscr       lback
INFO: ngram_search.c(1025): bestpath 0.00 CPU 0.000 xRT
<s>                  0     2     0.999 -61440     0          1  
but                  3     13    0.052 -642048    -227       2  
whether              14    48    0.312 -1906688   -494       3  
<sil>                60    66    0.532 -598016    -524288    2  
[NOISE]              67    105   0.975 -2596864   -390       1  
to(2)                149   185   1.001 -2082816   -276       1  
</s>                 186   224   1.000 -2082816   -276       2  
INFO: batch.c(760): u1: 2.25 seconds speech, 0.76 seconds CPU, 1.28 seconds wall
but whether to (u1 -14023)`.split('\n');

describe('normalising pocketsphinx', () => {
  it('returns the words with their times in the audio', () => {
    expect(normalizePocketsphinx(recorded, 10_000)).toEqual([
      { text: 'but', startMs: 10_030, endMs: 10_140, confidence: 0.052 },
      { text: 'whether', startMs: 10_140, endMs: 10_490, confidence: 0.312 },
      { text: 'to', startMs: 11_490, endMs: 11_860, confidence: 1 },
    ]);
  });

  it('returns no words for a span without words', () => {
    expect(normalizePocketsphinx(['ERROR: "ngram_search.c", line 1139: Couldn\'t find <s> in first frame'], 0)).toEqual(
      [],
    );
  });
});
