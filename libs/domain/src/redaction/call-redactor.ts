import {
  MAX_PARTICIPANTS,
  type ParticipantId,
  type ParticipantRole,
  type RedactionKind,
  type SegmentId,
} from '@earshot/contracts';
import type { CountryCode } from 'libphonenumber-js';
import { BoundedMap } from '../collections/bounded-map.js';
import { copyRun, hiddenSpanOf, newRun, trimRun, type DigitElement, type DigitRun } from './digit-run.js';
import { findEmails } from './find-emails.js';
import { findLabels, type Label, type LabelKind } from './find-labels.js';
import { hideDigits, type RunContext } from './hide-digits.js';
import { readPieces } from './read-pieces.js';
import { MAX_WORDS_BETWEEN, readRuns } from './read-runs.js';
import { renderRedacted } from './render-redacted.js';
import { scanTokens, type Token } from './scan-tokens.js';
import { segmentTextOf, type RawSegment, type RedactedSegment, type SegmentText } from './segment-text.js';
import { TalkContext } from './talk-context.js';

export interface RedactionResult {
  readonly segment: RedactedSegment;
  /** Earlier segments in which more must be hidden now. Each has a higher revision than before. */
  readonly corrections: RedactedSegment[];
}

/** One segment with its labels and the runs of its digits. */
interface Reading {
  readonly source: SegmentText;
  readonly labels: readonly Label[];
  /** The runs that ended in the segment, then the last one. For a partial they are copies. */
  readonly runs: readonly DigitRun[];
  readonly last: DigitRun;
  readonly isPartial: boolean;
}

/** The state that is carried from one final of a participant to the next. */
interface SpeakerRuns {
  role: ParticipantRole;
  run: DigitRun;
  /** The run before the last final, in case that final comes again. */
  before: { readonly id: SegmentId; readonly run: DigitRun } | null;
}

/** Labels after which the other party no longer continues its digits. */
const SUBJECT_CHANGES: readonly LabelKind[] = ['NEUTRAL', 'PHONE', 'SSN', 'CVV'];

/**
 * Removes payment cards, their verification codes, social security numbers, phone numbers and e-mail addresses from the
 * segments of one call. It finds them written and spoken, even when several segments of one participant hold one number.
 * Work and memory do not grow with the call. The finals of a participant must come in order. The last final of a participant
 * may come again with other words, which then replace the former ones.
 */
export class CallRedactor {
  /** Bounded, because a source may name any number of participants. Those who spoke last stay. */
  private readonly speakers = new BoundedMap<ParticipantId, SpeakerRuns>(MAX_PARTICIPANTS);
  private readonly talk = new TalkContext();

  constructor(private readonly options: { readonly defaultCountry: CountryCode }) {}

  redact(segment: RawSegment): RedactionResult {
    const { text, startMs, isPartial } = segment;
    const source = segmentTextOf(segment);
    const tokens = scanTokens(text);
    const labels = findLabels(tokens);
    const isExpected = this.talk.isInForce('EMAIL', startMs);
    const emails = findEmails(text, tokens, labels, { open: isPartial, isExpected });
    for (const { start, end } of emails) source.hidden.set(start, { kind: 'EMAIL', start, end, continuesFrom: null });
    const carried = this.carriedInto(segment);
    const runs = readRuns(
      readPieces(text, tokens, labels, emails),
      source,
      isPartial ? copyRun(carried) : carried,
      this.talk,
    );
    const reading: Reading = { source, labels, runs, last: runs.at(-1) as DigitRun, isPartial };
    const changed = this.hideRuns(reading);
    if (!isPartial) this.commit(reading, hiddenKindsOf(reading));
    changed.delete(source);
    return {
      segment: renderSegment(source),
      corrections: isPartial ? [] : [...changed].map(correctSegment),
    };
  }

  /**
   * Reads a final that another process redacted: the kinds of number it mentions, and digits that may continue. The
   * placeholder of a card counts as the word "card", because the rest of the number may follow. Other placeholders do not
   * count.
   */
  recall(segment: RawSegment): void {
    const { text } = segment;
    const source = segmentTextOf(segment);
    const tokens = scanTokens(text);
    const labels = findLabels(tokens).filter(({ kind, from }) => kind === 'CARD' || !isPlaceholder(text, tokens[from]));
    const runs = readRuns(readPieces(text, tokens, labels, []), source, this.carriedInto(segment), this.talk);
    const reading: Reading = { source, labels, runs, last: runs.at(-1) as DigitRun, isPartial: false };
    this.commit(reading, text.includes('[CVV]') ? ['CVV'] : []);
  }

  /** The run that the segment continues. */
  private carriedInto(segment: RawSegment): DigitRun {
    const speaker = this.speakerOf(segment);
    if (segment.isPartial) return speaker.run;
    if (speaker.before?.id === segment.segmentId) speaker.run = speaker.before.run;
    speaker.before = { id: segment.segmentId, run: copyRun(speaker.run) };
    return speaker.run;
  }

  private speakerOf({ participantId, role }: RawSegment): SpeakerRuns {
    const speaker = this.speakers.get(participantId) ?? { role, run: newRun(null), before: null };
    speaker.role = role;
    this.speakers.set(participantId, speaker);
    return speaker;
  }

  /** Hides the digits that must be hidden. Returns the texts in which more is hidden than before. */
  private hideRuns(reading: Reading): Set<SegmentText> {
    const { source, runs, isPartial } = reading;
    const changed = new Set<SegmentText>();
    for (const run of runs) {
      if (!run.isNamedCvv && !run.elements.some((element) => element.source === source)) continue;
      hideDigits(run, this.contextOf(run, reading));
      for (const element of run.elements) {
        // A partial may still change, so its effect on earlier segments waits for the final.
        if (isPartial && element.source !== source) continue;
        if (noteHidden(element)) changed.add(element.source);
      }
    }
    return changed;
  }

  private contextOf(run: DigitRun, { source, labels, last, isPartial }: Reading): RunContext {
    const isSpokenOf = (kind: LabelKind) =>
      labels.some((label) => label.kind === kind) || this.talk.isInForce(kind, source.segment.startMs);
    const isOpen = run === last && run.wordsSince <= MAX_WORDS_BETWEEN;
    return {
      defaultCountry: this.options.defaultCountry,
      isCardTalk: run.label === 'CARD' || isSpokenOf('CARD'),
      isCvvTalk: isSpokenOf('CVV'),
      open: isOpen ? (isPartial ? 'partial' : 'final') : null,
    };
  }

  /** Makes a final part of the context in which later segments are judged. */
  private commit({ source, labels, last }: Reading, hiddenKinds: readonly (RedactionKind | null)[]): void {
    const { endMs } = source.segment;
    const speaker = this.speakerOf(source.segment);
    const kinds = new Set(labels.map(({ kind }) => kind));
    const isCardTalk = last.label === 'CARD' || this.talk.isInForce('CARD', endMs);
    speaker.run = last;
    this.talk.advance();
    for (const kind of kinds) this.talk.mention(kind, endMs);
    if (isCardTalk && hiddenKinds.includes('CARD')) this.talk.mention('CARD', endMs);
    if (hiddenKinds.includes('CVV') && !kinds.has('CVV')) this.talk.forget('CVV');
    if (changesSubject(kinds)) this.endRunsOfOtherParty(speaker);
    trimRun(last);
  }

  private endRunsOfOtherParty(speaker: SpeakerRuns): void {
    for (const other of this.speakers.values()) {
      if (other !== speaker && !areOfOneParty(speaker.role, other.role)) other.run = newRun(null);
    }
  }
}

/** While the speakers talk of a card, only the question for its code makes the other party begin a new number. */
const changesSubject = (kinds: ReadonlySet<LabelKind>): boolean =>
  kinds.has('CVV') || (!kinds.has('CARD') && SUBJECT_CHANGES.some((kind) => kinds.has(kind)));

/** Whether two speakers belong together and do not ask each other for numbers: two customers, or two people of the contact centre. */
const areOfOneParty = (one: ParticipantRole, other: ParticipantRole): boolean =>
  one !== 'UNKNOWN' && other !== 'UNKNOWN' && (one === 'CUSTOMER') === (other === 'CUSTOMER');

const renderSegment = ({ segment, hidden, revision }: SegmentText): RedactedSegment => ({
  ...segment,
  ...renderRedacted(segment.text, segment.words, [...hidden.values()]),
  revision,
});

function correctSegment(source: SegmentText): RedactedSegment {
  source.revision++;
  return renderSegment(source);
}

/** The redaction kinds of the segment's digits; null for digits that are shown. */
const hiddenKindsOf = ({ source, runs }: Reading): (RedactionKind | null)[] =>
  runs.flatMap(({ elements }) =>
    elements.filter((element) => element.source === source).map(({ hiddenAs }) => hiddenAs),
  );

const isPlaceholder = (text: string, token: Token | undefined): boolean =>
  token !== undefined && text[token.start - 1] === '[' && text[token.end] === ']';

/** Notes in the element's text that it is hidden. True when the text shows less than before. */
function noteHidden(element: DigitElement): boolean {
  const { source, hiddenAs } = element;
  if (hiddenAs === null || source.hidden.get(element.start)?.kind === hiddenAs) return false;
  source.hidden.set(element.start, hiddenSpanOf(element, hiddenAs));
  return true;
}
