import { joiners } from './email-words.js';
import { hesitationAt } from './hesitations.js';
import { codeAt, isFiller } from './kinds/read-code-at.js';
import { startsDigits } from './read-number.js';
import type { PartEcho } from './part-echo.js';
import type { Token } from './scan-tokens.js';
import { scanTokens } from './scan-tokens.js';
import type { CharSpan, SegmentText } from './segment-text.js';
import type { SpeakerState } from './talk-state.js';

/** A character of a code, a number or a word. */
interface Piece extends CharSpan {
  readonly said: string;
  /** It belongs to a phrase such as "carry on". */
  readonly isPause: boolean;
}

/** Who repeats a part says little else. */
const MAX_ECHO_TOKENS = 40;
/** Finals between a part and its echo. */
const FINALS_TO_ECHO = 2;
/** Echoes that are kept: the part that one repeats may be hidden when the number is whole. */
const MAX_ECHOES = 8;

/** The echoes with the one that this final is, if it repeats the end of a final of one of the others. */
export function addPartEcho(
  echoes: readonly PartEcho[],
  { source, tokens }: { readonly source: SegmentText; readonly tokens: readonly Token[] },
  { others, finalCount }: { readonly others: readonly SpeakerState[]; readonly finalCount: number },
): readonly PartEcho[] {
  const pieces = tokens.length <= MAX_ECHO_TOKENS && mayBeEcho(tokens) ? piecesOf(source, tokens) : [];
  const span = spanOf(pieces);
  if (span === null) return echoes;
  const said = pieces.map((piece) => piece.said).join('');
  for (const { tails } of others) {
    const tail = tails.at(-1);
    if (tail === undefined || finalCount - tail.finalCount > FINALS_TO_ECHO) continue;
    const original = tail.source;
    const originalSpan = endThatSays(said, original);
    if (originalSpan !== null) return [...echoes, { source, span, original, originalSpan }].slice(-MAX_ECHOES);
  }
  return echoes;
}

/** Hides each echo of a part that is hidden. Adds the texts in which more is hidden now. */
export function hidePartEchoes(echoes: readonly PartEcho[], by: SegmentText, changed: Set<SegmentText>): void {
  for (const { source, span, original, originalSpan } of echoes) {
    const kind = original.kindHiddenIn(originalSpan);
    if (kind !== null && source.hide({ kind, ...span, continuesFrom: null }, by)) changed.add(source);
  }
}

/** Where the text ends with what was said; null when it ends otherwise. */
function endThatSays(said: string, original: SegmentText): CharSpan | null {
  const pieces = piecesOf(original);
  let end = '';
  for (let index = pieces.length - 1; index >= 0 && end.length < said.length; index--) {
    end = `${pieces[index]?.said}${end}`;
    if (end === said) return spanOf(pieces.slice(index));
  }
  return null;
}

/** An echo of more words than these holds a number, a letter or the joint of an address. */
const MAX_WORDS_OF_ECHO = 4;

const mayBeEcho = (tokens: readonly Token[]): boolean =>
  tokens.length <= MAX_WORDS_OF_ECHO ||
  tokens.some(({ text }, index) => text.length === 1 || joiners.has(text) || startsDigits(tokens, index));

/** The pieces of each final, which several later finals may repeat. */
const knownPieces = new WeakMap<SegmentText, readonly Piece[]>();

function piecesOf(source: SegmentText, tokens: readonly Token[] = scanTokens(source.text)): readonly Piece[] {
  const known = knownPieces.get(source);
  if (known !== undefined) return known;
  const pieces = withoutFillers(readPieces(source.text, tokens));
  knownPieces.set(source, pieces);
  return pieces;
}

function readPieces(text: string, tokens: readonly Token[]): Piece[] {
  const pieces: Piece[] = [];
  for (let index = 0; index < tokens.length;) {
    const pause = hesitationAt(tokens, index);
    const read = pause === null ? codeAt(tokens, index, text) : null;
    const to = pause?.to ?? read?.to ?? index + 1;
    const [first, last] = [tokens[index], tokens[to - 1]];
    if (first === undefined || last === undefined) break;
    pieces.push({
      said: read?.characters ?? first.text,
      start: first.start,
      end: last.end,
      isPause: pause !== null,
    });
    index = to;
  }
  return pieces;
}

/** The pieces without the fillers at the beginning and at the end. */
function withoutFillers(pieces: readonly Piece[]): readonly Piece[] {
  const isValue = ({ said, isPause }: Piece) => !isPause && (said.length === 1 || !isFiller({ text: said }));
  return pieces.slice(Math.max(0, pieces.findIndex(isValue)), pieces.findLastIndex(isValue) + 1);
}

function spanOf(pieces: readonly Piece[]): CharSpan | null {
  const [first, last] = [pieces[0], pieces.at(-1)];
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end };
}
