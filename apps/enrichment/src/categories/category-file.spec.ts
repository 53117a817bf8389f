import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import type { ParticipantRole } from '@earshot/contracts';
import { categoriesFileOf, enrichmentConfigSchema } from '../enrichment.config.js';
import { readCategoryFile } from './category-file.js';

const problems = (text: string): string[] => {
  const read = readCategoryFile(text);
  return read.ok ? [] : read.error.map(({ line, problem }) => `${line}: ${problem}`);
};

describe('readCategoryFile', () => {
  it('compiles the shipped file', async () => {
    const read = readCategoryFile(await readFile(categoriesFileOf(enrichmentConfigSchema.parse({})), 'utf8'));
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    const match = (text: string, role: ParticipantRole = 'CUSTOMER') =>
      read.value
        .match({ text, role, startMs: 1_000 }, new Map())
        .map(({ category, isAlert }) => category + (isAlert ? '!' : ''));
    expect(match('I want to cancel my account')).toEqual(['Cancellation risk!']);
    expect(match('let me speak to a manager')).toEqual(['Escalation request!']);
    expect(match("i'll sue you")).toEqual(['Legal threat!']);
    expect(match('this is bullshit')).toEqual(['Profanity!']);
    expect(match('nobody has called me back')).toEqual(['Complaint']);
    expect(match('my bill is wrong')).toEqual(['Billing']);
    expect(match('it is [CARD]')).toEqual(['Payment']);
    expect(match('my internet is down again')).toEqual(['Technical issue']);
    expect(match('this call may be recorded', 'AGENT')).toEqual(['Recording disclosure']);
    expect(match('could you please confirm the address')).toEqual([]);
  });

  it.each([
    ['categories:\n  - name: [\n', /^\d: /],
    ['- name: x\n', /^1: file: /],
    ['categories:\n  - name: a\n    any:\n      keywords: [x]\n    colour: red\n', /^2: categories\.0: .*colour/],
    ['categories:\n  - name: a\n    any:\n      keywords: 5\n', /^4: categories\.0\.any\.keywords: /],
    ['categories:\n  - name: a\n    role: CALLER\n    any: {keywords: [x]}\n', /^3: categories\.0\.role: /],
    ['categories:\n  - name: a\n    channel: CALLER\n    any: {keywords: [x]}\n', /^3: categories\.0\.channel: /],
    [
      "categories:\n  - name: a\n    any:\n      patterns:\n        - ok\n        - '(a+)+'\n",
      /^6: categories\.0\.any\.patterns\.1 repeats a group/,
    ],
    ['categories:\n  - name: a\n    role: AGENT\n    channel: AGENT\n    any: {keywords: [x]}\n', /^2: .*keep role/],
    ['categories:\n  - name: a\n', /^2: categories\.0 has no term/],
    ['categories:\n  - name: a\n    any: {}\n', /^3: categories\.0\.any: needs/],
    ['', /^1: file: /],
  ])('refuses %j and names the line', (text, expected) => {
    expect(problems(text)[0]).toMatch(expected);
  });

  it('understands channel, the earlier name of role', () => {
    const read = readCategoryFile('categories:\n  - name: a\n    channel: AGENT\n    any: {keywords: [x]}\n');
    const match = (role: ParticipantRole) => read.ok && read.value.match({ text: 'x', role, startMs: 0 }, new Map());
    expect([match('AGENT'), match('CUSTOMER'), match('SUPERVISOR')]).toMatchObject([[{ category: 'a' }], [], []]);
  });

  it.each([
    ['a key', 'categories:\n  - name: a\n    any: {keywords: [x]}\n    xyzzymarker 4111: red\n'],
    ['a key of the file', 'xyzzymarker 4111: red\n'],
    [
      'a name that stands twice',
      'categories:\n  - {name: xyzzymarker, any: {keywords: [x]}}\n  - {name: xyzzymarker, any: {keywords: [x]}}\n',
    ],
    ['a value of a wrong type', 'categories: xyzzymarker 4111\n'],
    ['a role', 'categories:\n  - {name: a, role: xyzzymarker, any: {keywords: [x]}}\n'],
    ['a pattern', 'categories:\n  - {name: a, any: {patterns: ["(xyzzymarker+)+"]}}\n'],
    ['a term', `categories:\n  - {name: a, any: {keywords: ["xyzzymarker 4111"]}}\n`],
    ['a token', 'categories: []\n"xyzzymarker 4111"\n]\n'],
    ['a tag', 'categories: !xyzzymarker []\n'],
    ['a tag without an end', 'categories: !<xyzzymarker []\n'],
    ['a directive', '%xyzzymarker 4111\n---\ncategories: 5\n'],
    ['an alias', 'categories: *xyzzymarker\n'],
    ['a block scalar', 'categories: |xyzzymarker\n  4111\n'],
  ])('quotes nothing of %s', (_what, text) => {
    expect(problems(text).join('\n')).not.toMatch(/xyzzymarker|4111/);
  });

  it('accepts an empty list of categories', () => {
    expect(problems('categories: []')).toEqual([]);
  });
});
