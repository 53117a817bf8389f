import { err, ok, type ParticipantRole, type Result } from '@earshot/contracts';
import type { CategoryProblem, CategoryRule, CategoryTerms } from './category-rule.js';
import { checkPattern, MAX_PATTERN_TEXT_CHARS } from './check-pattern.js';
import { normalizeUtterance } from './normalize-utterance.js';
import { TermIndex } from './term-index.js';

/** A final utterance, redacted. */
export interface CategorizedUtterance {
  readonly role: ParticipantRole;
  readonly startMs: number;
  readonly text: string;
}

export interface MatchedCategory {
  readonly category: string;
  readonly isAlert: boolean;
}

/** When each term of a rule with `withinSeconds` was last said in one call, by rule and term. */
export type CategoryMemory = Map<string, number>;

interface CompiledRule {
  readonly rule: CategoryRule;
  readonly any: readonly number[];
  readonly all: readonly number[];
  readonly not: readonly number[];
}

/** All categories, compiled so that one pass over an utterance finds them. It holds no state of a call. */
export class CategoryMatcher {
  private constructor(
    private readonly terms: TermIndex,
    private readonly rules: readonly CompiledRule[],
  ) {}

  /** Compiles the rules, or returns the problems of all rules that cannot be used. */
  static compile(rules: readonly CategoryRule[]): Result<CategoryMatcher, CategoryProblem[]> {
    const terms = new TermIndex();
    const problems: CategoryProblem[] = [];
    const names = new Set<string>();
    const compiled = rules.map((rule, index) => {
      if (names.has(rule.name)) problems.push({ path: [index, 'name'], problem: 'is the name of an earlier category' });
      names.add(rule.name);
      const part = (key: 'any' | 'all' | 'not') => addTerms(terms, rule[key], [index, key], problems);
      const one: CompiledRule = { rule, any: part('any'), all: part('all'), not: part('not') };
      if (one.any.length + one.all.length === 0)
        problems.push({ path: [index], problem: 'has no term under any or all' });
      return one;
    });
    return problems.length > 0 ? err(problems) : ok(new CategoryMatcher(terms, compiled));
  }

  /** The categories of an utterance, each once, in the order of the rules. `memory` belongs to the call. */
  match(utterance: CategorizedUtterance, memory: CategoryMemory): MatchedCategory[] {
    const words = normalizeUtterance(utterance.text);
    if (words.length === 0) return [];
    const found = this.terms.find(words, words.join(' ').slice(0, MAX_PATTERN_TEXT_CHARS));
    if (found.size === 0) return [];
    return this.rules
      .filter((rule) => matches(rule, utterance, found, memory))
      .map(({ rule }) => ({ category: rule.name, isAlert: rule.alert === true }));
  }
}

function addTerms(
  index: TermIndex,
  terms: CategoryTerms | undefined,
  path: readonly (string | number)[],
  problems: CategoryProblem[],
): number[] {
  const ids: number[] = [];
  const addWords = (key: 'keywords' | 'phrases', written: string, at: number): void => {
    const words = wordsOf(written);
    if (words.length === 0) problems.push({ path: [...path, key, at], problem: 'contains no word' });
    else if (words.some((word) => word.length < 3 && word.endsWith('*')))
      problems.push({ path: [...path, key, at], problem: 'needs two letters before *' });
    else if (key === 'keywords' && words.length > 1)
      problems.push({ path: [...path, key, at], problem: 'is more than one word: move it to phrases' });
    else ids.push(index.addPhrase(words));
  };
  terms?.keywords?.forEach((word, at) => addWords('keywords', word, at));
  terms?.phrases?.forEach((phrase, at) => addWords('phrases', phrase, at));
  terms?.patterns?.forEach((pattern, at) => {
    const problem = checkPattern(pattern);
    if (problem === null) ids.push(index.addPattern(pattern));
    else problems.push({ path: [...path, 'patterns', at], problem });
  });
  return ids;
}

/** The words of a term, like those of an utterance; a `*` at the end of a word stays. */
const wordsOf = (written: string): string[] =>
  written
    .trim()
    .split(/\s+/)
    .flatMap((part) => {
      const words = normalizeUtterance(part);
      return part.endsWith('*') ? words.map((word, index) => (index === words.length - 1 ? `${word}*` : word)) : words;
    });

function matches(
  compiled: CompiledRule,
  utterance: CategorizedUtterance,
  found: ReadonlySet<number>,
  memory: CategoryMemory,
): boolean {
  const { rule, any, all, not } = compiled;
  if (rule.role !== undefined && rule.role !== utterance.role) return false;
  if (rule.firstSeconds !== undefined && utterance.startMs >= rule.firstSeconds * 1_000) return false;
  if (!any.some((id) => found.has(id)) && !all.some((id) => found.has(id))) return false;
  if (rule.withinSeconds !== undefined) return matchesOverTime(compiled, utterance, found, memory);
  const hasAny = any.length === 0 || any.some((id) => found.has(id));
  return hasAny && all.every((id) => found.has(id)) && !not.some((id) => found.has(id));
}

/** Earlier utterances count. A match uses up its terms, so that the same words match once. */
function matchesOverTime(
  { rule, any, all, not }: CompiledRule,
  { startMs }: CategorizedUtterance,
  found: ReadonlySet<number>,
  memory: CategoryMemory,
): boolean {
  const key = (id: number) => `${rule.name}\u0000${id}`;
  const terms = [...any, ...all];
  for (const id of terms) if (found.has(id)) memory.set(key(id), startMs);
  const windowMs = (rule.withinSeconds ?? 0) * 1_000;
  const wasSaid = (id: number) => Math.abs(startMs - (memory.get(key(id)) ?? -Infinity)) <= windowMs;
  const hasAny = any.length === 0 || any.some(wasSaid);
  if (!hasAny || !all.every(wasSaid) || not.some((id) => found.has(id))) return false;
  for (const id of terms) memory.delete(key(id));
  return true;
}
