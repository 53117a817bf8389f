import { describe, expect, it } from '@jest/globals';
import { foldText, searchPatterns, searchText } from './search-text.js';

const finds = (search: string, over: Partial<Parameters<typeof searchText>[0]> = {}): boolean => {
  const text = searchText({ id: 'call-1', agentId: null, customerNumber: null, systemNumber: null, ...over });
  return searchPatterns(search).some((pattern) => text.includes(pattern));
};

describe('foldText', () => {
  it.each([
    ['Zoë Müller', 'zoe muller'],
    ['Łukasz Đorđe', 'lukasz dorde'],
    ['STRAßE', 'strasse'],
    ['İstanbul', 'istanbul'],
    ['Ångström', 'angstrom'],
    ['ΌΣΟΣ', 'οσος'],
    ['Й', 'и'],
    ['が', 'が'],
  ])('folds %s to %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
    expect(foldText(text.normalize('NFD'))).toBe(folded);
    expect(foldText(folded)).toBe(folded);
  });
});

describe('a text search', () => {
  it.each(['+12065550100', '(206) 555-0100', '206.555.0100', '+1 206 555 0100', '0012065550100', '5550100'])(
    'finds the number +12065550100 by %s',
    (search) => {
      expect(finds(search, { customerNumber: '+12065550100' })).toBe(true);
      expect(finds(search, { systemNumber: '+1 (206) 555-0100' })).toBe(true);
    },
  );

  it.each(['+12065550101', '206 555 0100 x', '(', '+', ' - '])('does not find that number by %j', (search) => {
    expect(finds(search, { customerNumber: '+12065550100', systemNumber: '0049 30 1234' })).toBe(search === '+');
  });

  it('finds an agent without accents and by them, in upper and lower case', () => {
    for (const search of ['muller', 'MÜLLER', 'Zoë', 'zoe m'])
      expect(finds(search, { agentId: 'Zoë Müller' })).toBe(true);
    expect(finds('mueller', { agentId: 'Zoë Müller' })).toBe(false);
  });

  it('does not match across two fields', () => {
    expect(finds('a\nb', { id: 'a', agentId: 'b' })).toBe(false);
    expect(finds('12', { id: '1', agentId: '2', customerNumber: '1', systemNumber: '2' })).toBe(false);
  });

  it('leaves text without punctuation and accents as it is', () => {
    expect(searchText({ id: 'Call-1', agentId: 'Maria.L', customerNumber: '+1206', systemNumber: '118' })).toBe(
      'call-1\nmaria.l\n+1206\n118',
    );
  });
});
