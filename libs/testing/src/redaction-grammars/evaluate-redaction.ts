import type { RedactionKind, SegmentId, Word } from '@earshot/contracts';
import { exampleSpeaker } from '@earshot/contracts';
import { CallRedactor, type RedactedSegment } from '@earshot/domain/redaction';
import { createDialogue, type Dialogue, type DialogueChoice } from './create-dialogue.js';
import { readMarkedWords, type MarkedWord } from './marked-words.js';
import type { Turn } from './turn.js';

/** What redaction made of one dialogue, after all corrections. */
export interface DialogueOutcome {
  readonly choice: DialogueChoice;
  readonly raw: readonly string[];
  readonly shown: readonly string[];
  /** Marked words that are still readable. */
  readonly readableValueWords: number;
  readonly valueWords: number;
  /** Words outside of all values that are hidden. */
  readonly hiddenOtherWords: number;
  /** The kinds of the placeholders. */
  readonly kinds: readonly RedactionKind[];
}

const MS_PER_WORD = 250;
const MS_BETWEEN_TURNS = 600;

/** Creates the dialogue, redacts it in its order of arrival, and compares the final texts with the marks. */
export function redactDialogue(choice: DialogueChoice): DialogueOutcome {
  const dialogue = createDialogue(choice);
  const turns = placeTurns(dialogue);
  const redactor = new CallRedactor({ defaultCountry: dialogue.country });
  const latest = new Map<SegmentId, RedactedSegment>();
  for (const index of dialogue.arrival) {
    const turn = turns[index];
    if (turn === undefined) continue;
    const { segment, corrections } = redactor.redact(turn.segment);
    for (const each of [segment, ...corrections]) latest.set(each.segmentId, each);
  }
  const outcomes = turns.map(({ segment, marked }) => compareTurn(latest.get(segment.segmentId) ?? segment, marked));
  const sum = (read: (outcome: TurnOutcome) => number) => outcomes.reduce((total, each) => total + read(each), 0);
  return {
    choice,
    raw: turns.map(({ segment }) => segment.text),
    shown: turns.map(({ segment }) => latest.get(segment.segmentId)?.text ?? ''),
    readableValueWords: sum((each) => each.readableValueWords),
    valueWords: sum((each) => each.valueWords),
    hiddenOtherWords: sum((each) => each.hiddenOtherWords),
    kinds: turns.flatMap(({ segment }) => latest.get(segment.segmentId)?.redactions.map(({ kind }) => kind) ?? []),
  };
}

interface PlacedTurn {
  readonly marked: readonly MarkedWord[];
  readonly segment: Parameters<CallRedactor['redact']>[0];
}

/** Gives each turn its place on the call's clock. Each word has a start of its own, by which it is found again. */
function placeTurns({ turns }: Dialogue): PlacedTurn[] {
  let startMs = 0;
  return turns.map(({ side, text }: Turn, index) => {
    const marked = readMarkedWords(text);
    const words = marked.map((word, at): Word => {
      const wordStartMs = startMs + at * MS_PER_WORD;
      return { text: word.text, startMs: wordStartMs, endMs: wordStartMs + MS_PER_WORD };
    });
    const endMs = startMs + words.length * MS_PER_WORD;
    const segment = {
      segmentId: `${side === 'CUSTOMER' ? 0 : 1}-0-${index}` as SegmentId,
      ...exampleSpeaker(side),
      revision: 1,
      isPartial: false,
      startMs,
      endMs,
      text: marked.map((word) => word.text).join(' '),
      words,
      engine: 'scripted',
      recognizedAtMs: 0,
    };
    startMs = endMs + MS_BETWEEN_TURNS;
    return { marked, segment };
  });
}

interface TurnOutcome {
  readonly readableValueWords: number;
  readonly valueWords: number;
  readonly hiddenOtherWords: number;
}

function compareTurn(
  shown: { text: string; startMs: number; words: readonly Word[] },
  marked: readonly MarkedWord[],
): TurnOutcome {
  const shownAt = new Map(shown.words.map((word) => [word.startMs, word.text]));
  const isReadable = marked.map(({ text }, index) => shownAt.get(shown.startMs + index * MS_PER_WORD) === text);
  // Text and words are redacted apart, so a text that shows more than its words counts as readable.
  const extra = Math.max(0, countLetters(shown.text) - countLetters(shown.words.map(({ text }) => text).join(' ')));
  const isValue = marked.map(({ mark }) => mark === 'secret' || mark === 'harmless');
  const from = isValue.indexOf(true);
  const to = isValue.lastIndexOf(true);
  const count = (test: (index: number) => boolean) => marked.filter((_, index) => test(index)).length;
  return {
    readableValueWords: count((index) => isValue[index] === true && isReadable[index] === true) + (extra > 0 ? 1 : 0),
    valueWords: count((index) => isValue[index] === true),
    // What is said between the groups of a value goes with it.
    hiddenOtherWords: count(
      (index) =>
        isReadable[index] === false && marked[index]?.mark !== 'neighbour' && (from < 0 || index < from || index > to),
    ),
  };
}

const PLACEHOLDER = /\[[A-Z_]+\]/g;
const countLetters = (text: string): number =>
  text.replaceAll(PLACEHOLDER, '').replaceAll(/[^\p{L}\p{N}]/gu, '').length;
