import { describe, expect, it } from '@jest/globals';
import { countHeardWords, countWordErrors, normalizeWords } from './word-errors.js';

describe('normalizeWords', () => {
  it.each([
    ['Hello, Owen! I’m here.', "hello owen i'm here"],
    ['Um, it costs $49, uh, okay?', 'It costs forty-nine dollars. OK.'],
    ['the card four one one one, one one one one', 'the card 4111-1111'],
    ['October twenty twenty nine', 'October 2029'],
    ['at 10 a.m. or 8am', 'at ten am or eight AM'],
    ['I cannot; we won’t; it’s yours', 'I can not, we will not, it is yours'],
    ['your e-mail', 'your email'],
    ['twenty, thirty percent', '20 30%'],
  ])('reads %j as %j', (one, other) => expect(normalizeWords(one)).toEqual(normalizeWords(other)));

  it.each([
    ['Northwind', 'North Wind'],
    ['forty', 'four'],
    ["the agent's card", 'the agents card'],
    ['two', 'to'],
  ])('tells %j from %j', (one, other) => expect(normalizeWords(one)).not.toEqual(normalizeWords(other)));
});

describe('countWordErrors', () => {
  it.each([
    ['a b c', 'a b c', [0, 0, 0]],
    ['a b c', 'a x c', [1, 0, 0]],
    ['a b c', 'a c', [0, 1, 0]],
    ['a b c', 'a b b c', [0, 0, 1]],
    ['a b c', '', [0, 3, 0]],
    ['', 'a b', [0, 0, 2]],
    ['a b c d', 'b c e f', [1, 1, 1]],
  ])('finds what turns %j into %j', (reference, transcript, [substitutions, deletions, insertions]) => {
    const words = (text: string) => text.split(' ').filter((word) => word !== '');
    const errors = countWordErrors(words(reference), words(transcript));
    expect(errors).toEqual({ substitutions, deletions, insertions, words: words(reference).length });
  });
});

describe('countHeardWords', () => {
  it.each([
    ['all of them', 'a b c d', 'a b c d', 2],
    ['none that is missing', 'a b c d', 'b c d', 1],
    ['none that is wrong', 'a b c d', 'a b x d', 1],
    ['no equal word at another place', 'a b c d', 'b x d a', 0],
    ['nothing of an empty transcript', 'a b c d', '', 0],
  ])('counts %s', (_, reference, transcript, heard) =>
    expect(countHeardWords(reference.split(' '), transcript.split(' '), [0, 2])).toBe(heard),
  );
});
