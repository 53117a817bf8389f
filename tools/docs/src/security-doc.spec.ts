import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { topics } from '@earshot/contracts';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = read('docs/security.md');
const sectionsOf = (text: string, level: string): readonly { readonly title: string; readonly text: string }[] =>
  text
    .split(new RegExp(`^${level} `, 'm'))
    .slice(1)
    .map((section) => ({ title: section.split('\n', 1)[0] ?? '', text: section }));
const specsOf = (text: string): readonly string[] =>
  [...text.matchAll(/\]\((\S+\.spec\.tsx?)\)/g)].map(([, link = '']) => join('docs', link));

describe('the controls of docs/security.md', () => {
  const controls = sectionsOf(page.split(/^## /m)[1] ?? '', '###');

  it('are SEC-1 to SEC-23, once each and in their order', () =>
    expect(controls.map(({ title }) => /^SEC-\d+/.exec(title)?.[0])).toEqual(
      Array.from({ length: 23 }, (_, at) => `SEC-${at + 1}`),
    ));

  it.each(controls)('$title: names a test, or says that there is none', ({ text }) => {
    const isProven = specsOf(text).length > 0 && text.includes('\nProof: ');
    expect(isProven || /\nNot yet\b/.test(text) || /A statement[;.]/.test(text)).toBe(true);
  });

  it.each(controls.filter(({ text }) => specsOf(text).length > 0))('$title: names tests that exist', ({ text }) =>
    expect(specsOf(text).filter((spec) => !existsSync(join(root, spec)))).toEqual([]),
  );
});

/** The hops of the data flow. */
const rows = [...page.matchAll(/^\| (\d+) +\|(.+)\|$/gm)].map(([, number = '', cells = '']) => ({
  number: Number(number),
  cells: cells.split('|').map((cell) => cell.trim()),
}));

describe('the data flow of docs/security.md', () => {
  it('numbers its hops from 0, each with route, content, transport, identity, encryption and retention', () => {
    expect(rows.length).toBeGreaterThan(16);
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, at) => at));
    for (const { cells } of rows) expect(cells.filter((cell) => cell !== '')).toHaveLength(6);
  });

  /** The database keeps their messages for longer, so their hop states that. */
  const keptInDatabase: ReadonlySet<string> = new Set(['calls.dead', 'calls.audit-trail']);

  it('states the retention of each topic as the topics do', () => {
    const published = rows.flatMap(({ cells }) => {
      const named = [...(cells[0] ?? '').matchAll(/→ `(calls\.[a-z-]+)`/g)].map(([, topic = '']) => topic);
      return named.filter((topic) => !keptInDatabase.has(topic)).map((topic) => ({ topic, kept: cells.at(-1) }));
    });
    expect(published).toEqual(
      Object.entries(topics)
        .filter(([topic]) => !keptInDatabase.has(topic))
        .map(([topic, { retentionHours }]) => ({ topic, kept: `${retentionHours} h` })),
    );
  });
});

describe('docs/threat-model.md', () => {
  const boundaries = sectionsOf(read('docs/threat-model.md'), '##');

  it.each(boundaries)('$title: answers each kind of threat', ({ text }) => {
    const answered = [...text.matchAll(/^- ((?:\*\*[STRIDE]\*\*(?:, )?)+) /gm)].flatMap(([, letters = '']) => [
      ...letters.replaceAll(/[^STRIDE]/g, ''),
    ]);
    expect(answered.sort().join('')).toBe('DEIRST');
  });

  it('covers each hop of the data flow', () => {
    const hops = boundaries.flatMap(({ title }) => (/\(([\d, ]+)\)$/.exec(title)?.[1] ?? '').split(', ').map(Number));
    expect(hops.filter((hop) => hop > 0 || boundaries[0]?.title.endsWith('(0)')).sort((a, b) => a - b)).toEqual(
      expect.arrayContaining(rows.map(({ number }) => number)),
    );
  });
});

describe('SECURITY.md', () => {
  const reports = read('SECURITY.md');

  it('asks for a private report, promises an answer, and says which versions are corrected', () => {
    for (const words of ['Report a vulnerability', 'working days', '| version']) expect(reports).toContain(words);
    const links = [...reports.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(root, dirname('SECURITY.md'), link)))).toEqual([]);
  });
});
