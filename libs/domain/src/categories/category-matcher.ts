import { err, ok, type ParticipantRole, type Result } from '@earshot/contracts';
import type { CategoryProblem, CategoryRule, CategoryTerms } from './category-rule.js';
import { checkPattern, MAX_PATTERN_TEXT_CHARS } from './check-pattern.js';
import { isNegated } from './is-negated.js';
import { GAP, TermIndex, type Occurrence } from './term-index.js';
import { readTermWords, readUtterance, type UtteranceWords } from './utterance-words.js';

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
  readonly except: readonly number[];
}

/** What is said in one utterance: its words and the terms in them, by id. */
interface SpokenTerms {
  readonly words: UtteranceWords;
  readonly found: ReadonlyMap<number, readonly Occurrence[]>;
}

/** All categories, compiled so that one pass over an utterance finds them. It holds no state of a call. */
export class CategoryMatcher {
  private constructor(
    private readonly terms: TermIndex,
    private readonly rules: readonly CompiledRule[],
  ) {}

  /** Compiles the rules, or returns the problems of all rules that cannot be used. */
  static compile(rules: readonly CategoryRule[]): Result<CategoryMatcher, CategoryProblem[]> {
    const terms = new TermIndex(MAX_PATTERN_TEXT_CHARS);
    const problems: CategoryProblem[] = [];
    const names = new Set<string>();
    const compiled = rules.map((rule, index) => {
      if (names.has(rule.name)) problems.push({ path: [index, 'name'], problem: 'is the name of an earlier category' });
      names.add(rule.name);
      const part = (key: 'any' | 'all' | 'not' | 'except') => addTerms(terms, rule[key], [index, key], problems);
      const one: CompiledRule = { rule, any: part('any'), all: part('all'), not: part('not'), except: part('except') };
      if (one.any.length + one.all.length === 0)
        problems.push({ path: [index], problem: 'has no term under any or all' });
      return one;
    });
    return problems.length > 0 ? err(problems) : ok(new CategoryMatcher(terms, compiled));
  }

  /** The categories of an utterance, each once, in the order of the rules. `memory` belongs to the call. */
  match(utterance: CategorizedUtterance, memory: CategoryMemory): MatchedCategory[] {
    const words = readUtterance(utterance.text);
    const found = this.terms.find(words);
    if (found.size === 0) return [];
    return this.rules
      .filter((rule) => matches(rule, utterance, { words, found }, memory))
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
    const problem = checkWords(words, key === 'keywords' && /\s/.test(written.trim()));
    if (problem === null) ids.push(index.addPhrase(words));
    else problems.push({ path: [...path, key, at], problem });
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

/** The words of a term, like those of an utterance; gaps and a `*` at the end of a word stay. */
const wordsOf = (written: string): string[] =>
  written
    .trim()
    .split(/\s+/)
    .flatMap((part) => {
      if (part === GAP) return [GAP];
      const words = readTermWords(part);
      return part.endsWith('*') ? words.map((word, index) => (index === words.length - 1 ? `${word}*` : word)) : words;
    });

/** Why these words cannot be a term; null if they can. */
function checkWords(words: readonly string[], isSeveralKeywords: boolean): string | null {
  if (words.every((word) => word === GAP)) return 'contains no word';
  if (words[0] === GAP || words.at(-1) === GAP) return `needs a word before and after ${GAP}`;
  if (words.some((word) => word.length < 3 && word.endsWith('*'))) return 'needs two letters before *';
  return isSeveralKeywords ? 'is more than one word: move it to phrases' : null;
}

function matches(
  compiled: CompiledRule,
  utterance: CategorizedUtterance,
  spoken: SpokenTerms,
  memory: CategoryMemory,
): boolean {
  const { rule, any, all, not } = compiled;
  if (rule.role !== undefined && rule.role !== utterance.role) return false;
  if (rule.firstSeconds !== undefined && utterance.startMs >= rule.firstSeconds * 1_000) return false;
  const said = new Set([...any, ...all].filter((id) => counts(compiled, spoken, id)));
  if (said.size === 0 || not.some((id) => spoken.found.has(id))) {
    if (rule.withinSeconds !== undefined) rememberTerms(compiled, utterance, said, memory);
    return false;
  }
  if (rule.withinSeconds !== undefined) return matchesOverTime(compiled, utterance, said, memory);
  return (any.length === 0 || any.some((id) => said.has(id))) && all.every((id) => said.has(id));
}

/** Whether the term is said somewhere without being denied or part of an exception. */
function counts({ rule, except }: CompiledRule, { words, found }: SpokenTerms, id: number): boolean {
  const exceptions = except.flatMap((one) => found.get(one) ?? []);
  return (found.get(id) ?? []).some(
    (occurrence) =>
      !exceptions.some((exception) => overlap(occurrence, exception)) &&
      (rule.evenIfNegated === true || !isNegated(words, occurrence.from)),
  );
}

const overlap = (one: Occurrence, other: Occurrence): boolean => one.from <= other.to && other.from <= one.to;

const memoryKey = ({ rule }: CompiledRule, id: number): string => `${rule.name}\u0000${id}`;

function rememberTerms(
  compiled: CompiledRule,
  { startMs }: CategorizedUtterance,
  said: ReadonlySet<number>,
  memory: CategoryMemory,
): void {
  for (const id of said) memory.set(memoryKey(compiled, id), startMs);
}

/** Earlier utterances count. A match uses up its terms, so that the same words match once. */
function matchesOverTime(
  compiled: CompiledRule,
  utterance: CategorizedUtterance,
  said: ReadonlySet<number>,
  memory: CategoryMemory,
): boolean {
  const { rule, any, all } = compiled;
  rememberTerms(compiled, utterance, said, memory);
  const windowMs = (rule.withinSeconds ?? 0) * 1_000;
  const wasSaid = (id: number) =>
    Math.abs(utterance.startMs - (memory.get(memoryKey(compiled, id)) ?? -Infinity)) <= windowMs;
  if (!(any.length === 0 || any.some(wasSaid)) || !all.every(wasSaid)) return false;
  for (const id of [...any, ...all]) memory.delete(memoryKey(compiled, id));
  return true;
}
