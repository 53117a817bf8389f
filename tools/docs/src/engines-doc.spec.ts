import { describe, expect, it } from '@jest/globals';
import { speechEngineNames } from '@earshot/speech';
import { createEnginesDoc } from './engines-doc.js';

const rowOf = (page: string, engine: string): string[] =>
  page
    .split('\n')
    .filter((line) => line.startsWith(`| \`${engine}\` |`))
    .flatMap((line) => line.slice(2, -2).split(' | '));

describe('the page of speech engines', () => {
  it('has a row for every engine, with as many cells as the head', () => {
    const page = createEnginesDoc();
    for (const name of speechEngineNames) expect(rowOf(page, name)).toHaveLength(10);
  });

  it('says what an engine declares', () => {
    const capabilities = {
      audioGoesTo: 'a test',
      languages: 'Klingon',
      partials: true,
      wordTimes: 'estimated',
      confidence: false,
      customVocabulary: true,
      redaction: false,
      diarisation: false,
    } as const;
    const page = createEnginesDoc([{ name: 'scripted', isAutomatic: false, capabilities }]);
    expect(rowOf(page, 'scripted').slice(1)).toEqual([
      'no',
      'a test',
      'Klingon',
      'yes',
      'estimated',
      'no',
      'yes',
      'no',
      'no',
    ]);
  });
});
