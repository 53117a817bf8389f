import { isFiller, type UtteranceWords } from './utterance-words.js';

/** A negation reaches a term that begins at most this many words after it. */
const REACH = 6;

const negators = new Set('not never nobody nothing without neither nor none'.split(' '));
/** "no complaints" denies and "no I want to cancel" answers. So `no` denies only a term right after it, or these nouns. */
const deniedByNo = new Set(
  'need intention plan plans reason wish desire interest longer way point question'.split(' '),
);
/**
 * Words that pass a negation on to the term: "I am not calling to cancel". Any other word takes the negation for itself:
 * "it does not work cancel my account", "I won't hesitate to sue", "I don't know how to cancel".
 */
const links = new Set(
  `want wanted wanting wish wishing like need needed needing have had having going go trying try planning plan plans intend
  intending intention looking calling called here ask asking asked about for of in on as be being been was were is are am to
  a an the any my our your their his her this that all more i we you me us it think thought believe mean say saying said
  suppose guess feel would will threatening talking interested do did get transfer transferred thinking considering decided
  deciding take taking pursue pursuing start starting bring bringing involve involving hire hiring kind sort form ready point reason desire wish interest filing making make longer single anyone anybody someone even than`.split(
    /\s+/,
  ),
);
/** "instead of cancelling", "rather than cancel". */
const substitutes = new Set(['instead', 'rather']);
const subjects = new Set('i we they he she you'.split(' '));
/** "I don't think I want to": the negation passes on to the clause that these verbs take. */
const clauseVerbs = new Set('think thought believe mean say saying said suppose guess feel that'.split(' '));
const objectVerbs = new Set('want wanted need needed ask asked asking tell told telling let like'.split(' '));

/**
 * Whether the words before `from` deny the term there: "I don't want to cancel". The negation must be near and in the same
 * clause. Doubtful cases count as not denied, because an alert too many is better than one too few.
 */
export function isNegated({ words, endsClause }: UtteranceWords, from: number): boolean {
  for (let at = from - 1; at >= 0 && from - at <= REACH; at--) {
    if (endsClause[at] === true) return false;
    const isDenial = readWord(words, at, from);
    if (isDenial !== null) return isDenial;
  }
  return false;
}

/** Whether the word denies the term at `from`; null when it only links the two. */
function readWord(words: readonly string[], at: number, from: number): boolean | null {
  const [word = '', after = ''] = words.slice(at, at + 2);
  if (negators.has(word)) return !isInvertedQuestion(words, at);
  if (word === 'no') return at === from - 1 || deniedByNo.has(after);
  if (substitutes.has(word) && at < from - 1) return true;
  const isLink = subjects.has(word) ? isWithinClause(word, words[at - 1]) : links.has(word) || isFiller(word);
  return isLink ? null : false;
}

/** "can't I cancel" asks and denies nothing. */
const isInvertedQuestion = (words: readonly string[], notAt: number): boolean =>
  words[notAt] === 'not' && subjects.has(words[notAt + 1] ?? '');

const isWithinClause = (subject: string, before = ''): boolean =>
  clauseVerbs.has(before) || (subject === 'you' && objectVerbs.has(before));
