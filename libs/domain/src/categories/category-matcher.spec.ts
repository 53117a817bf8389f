import { describe, expect, it } from '@jest/globals';
import type { ParticipantRole } from '@earshot/contracts';
import { CategoryMatcher, type CategoryMemory } from './category-matcher.js';
import type { CategoryRule } from './category-rule.js';
import { checkPattern } from './check-pattern.js';

function compiled(...rules: CategoryRule[]): CategoryMatcher {
  const result = CategoryMatcher.compile(rules);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
const matched = (
  matcher: CategoryMatcher,
  text: string,
  startMs = 0,
  role: ParticipantRole = 'CUSTOMER',
  memory: CategoryMemory = new Map(),
) => matcher.match({ text, startMs, role }, memory).map(({ category }) => category);

describe('CategoryMatcher', () => {
  const cancel: CategoryRule = {
    name: 'Cancellation',
    alert: true,
    role: 'CUSTOMER',
    any: { keywords: ['cancel*', 'Terminate'], phrases: ['close my account', "don't want to keep"] },
    not: { phrases: ['cancelled my appointment'] },
  };

  it.each([
    ['I want to CANCEL, please.', true],
    ['cancelling it now', true],
    ['please close my account.', true],
    ['I don’t want to keep it', true],
    ['close the account', false],
    ['terminates', false],
    ['you cancelled my appointment', false],
  ])('"%s" matches: %s', (text, expected) => {
    expect(matched(compiled(cancel), text)).toEqual(expected ? ['Cancellation'] : []);
  });

  it('says whether it is an alert, matches only its role, and matches once per utterance', () => {
    const matcher = compiled(cancel);
    expect(matcher.match({ text: 'cancel cancel cancel', startMs: 0, role: 'CUSTOMER' }, new Map())).toEqual([
      { category: 'Cancellation', isAlert: true },
    ]);
    expect(matched(matcher, 'cancel', 0, 'AGENT')).toEqual([]);
  });

  it('all: needs every term in one utterance, or in several within withinSeconds', () => {
    const terms = { all: { keywords: ['refund'], phrases: ['this week'] } };
    expect(matched(compiled({ name: 'one', ...terms }), 'the refund comes this week')).toEqual(['one']);
    expect(matched(compiled({ name: 'one', ...terms }), 'the refund')).toEqual([]);
    const spread = compiled({ name: 'spread', ...terms, withinSeconds: 30 });
    const memory: CategoryMemory = new Map();
    expect(matched(spread, 'my refund', 0, 'CUSTOMER', memory)).toEqual([]);
    expect(matched(spread, 'you will have it this week', 20_000, 'AGENT', memory)).toEqual(['spread']);
    expect(matched(spread, 'this week', 21_000, 'AGENT', memory)).toEqual([]);
    expect(matched(spread, 'refund', 90_000, 'AGENT', memory)).toEqual([]);
  });

  it('firstSeconds: takes only the beginning of the call', () => {
    const matcher = compiled({ name: 'disclosure', any: { phrases: ['may be recorded'] }, firstSeconds: 60 });
    expect(matched(matcher, 'this call may be recorded', 59_000)).toEqual(['disclosure']);
    expect(matched(matcher, 'this call may be recorded', 60_000)).toEqual([]);
  });

  it('gives patterns lower case without punctuation, and finds placeholders', () => {
    const matcher = compiled({
      name: 'promise',
      any: { patterns: ['\\bwill .{0,20}(refund|credit)'], keywords: ['[card]'] },
    });
    expect(matched(matcher, 'We WILL, of course, refund you')).toEqual(['promise']);
    expect(matched(matcher, 'it is [CARD]')).toEqual(['promise']);
  });

  it('compares short and long forms alike, and passes over fillers, pauses and repetitions', () => {
    const matcher = compiled({ name: 'c', any: { phrases: ["doesn't work", 'want to leave', 'speak to ... boss'] } });
    for (const text of [
      'it does not work',
      'it doesn’t really work',
      'I wanna leave',
      'I want, um, to to leave',
      'let me speak to, uh, to your own boss',
    ])
      expect([text, matched(matcher, text)]).toEqual([text, ['c']]);
    expect(matched(matcher, 'speak to me and then to the boss')).toEqual([]);
    expect(matched(matcher, 'speak to me. She is the boss')).toEqual([]);
  });

  it('does not count a denied term, unless the rule says so', () => {
    const rule = { name: 'c', any: { keywords: ['refund'] } };
    for (const text of ["I don't want a refund", 'no refund', 'I am not asking you for a refund'])
      expect([text, matched(compiled(rule), text)]).toEqual([text, []]);
    for (const text of ["why can't I have a refund", 'I am not happy, I want a refund'])
      expect([text, matched(compiled(rule), text)]).toEqual([text, ['c']]);
    expect(matched(compiled({ ...rule, evenIfNegated: true }), "I don't want a refund")).toEqual(['c']);
  });

  it('except: voids only the terms that it covers', () => {
    const matcher = compiled({
      name: 'c',
      any: { keywords: ['cancel'], phrases: ['want to cancel'] },
      except: { phrases: ['cancel ... meeting'] },
    });
    expect(matched(matcher, 'I want to cancel our 9:30 meeting')).toEqual([]);
    expect(matched(matcher, 'cancel the meeting and cancel my plan')).toEqual(['c']);
  });

  it('takes no name for a keyword', () => {
    const matcher = compiled({ name: 'c', any: { keywords: ['bill', 'sue'] } });
    for (const text of ['ask for Bill', 'this is sue', 'Then Sue called me', 'i spoke to bill yesterday'])
      expect([text, matched(matcher, text)]).toEqual([text, []]);
    for (const text of ['ask for a bill', 'I will sue', 'Sue them', 'this is bill number 4'])
      expect([text, matched(matcher, text)]).toEqual([text, ['c']]);
  });

  it('refuses rules that cannot work and says where', () => {
    const result = CategoryMatcher.compile([
      cancel,
      { name: 'Cancellation', any: { keywords: ['two words'] } },
      { name: 'empty' },
      { name: 'bad', any: { patterns: ['(a+)+b'], phrases: ['...'] } },
    ]);
    expect(result.ok ? [] : result.error.map(({ path }) => path.join('.'))).toEqual([
      '1.name',
      '1.any.keywords.0',
      '1',
      '2',
      '3.any.phrases.0',
      '3.any.patterns.0',
      '3',
    ]);
  });

  it('matches a hundred categories against a long utterance', () => {
    const rules = Array.from({ length: 100 }, (_, index) => ({
      name: `c${index}`,
      any: { keywords: [`word${index}`], phrases: [`a b${index}`] },
    }));
    expect(matched(compiled(...rules), `${'a b c '.repeat(3_000)} word42 a b99`)).toEqual(['c42', 'c99']);
  });
});

describe('checkPattern', () => {
  it.each(['\\brefund\\b', '(refund|money back).*today', 'colou?r', '[a-z]{2,20} please', 'a(b|c)?d', '\\d+ dollars'])(
    'accepts %s',
    (pattern) => {
      expect(checkPattern(pattern)).toBeNull();
    },
  );

  it.each([
    '(a+)+$',
    '(a|a)*b',
    '(\\w+\\s?)*x',
    'a*a*b',
    '.*.*x',
    '(?=a)b',
    '(?<n>a)',
    '(a)\\1',
    '(',
    '',
    'a{0,100}b{0,100}',
    '((a{1,9})b)+',
    '((a|b))*c',
    '(a|a)'.repeat(20),
    'x'.repeat(201),
  ])('refuses %s', (pattern) => {
    expect(checkPattern(pattern)).not.toBeNull();
  });
});
