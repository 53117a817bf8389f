import { useSyncExternalStore } from 'react';
import type { Playback } from '../recording/playback.js';
import { isInIssue, splitAtIssues } from './issue-spans.js';
import { splitRedactedText } from './redacted-text.js';
import { redactionLabel } from './redaction-labels.js';
import type { Segment } from './segment-index.js';

function RedactedWords({ kind }: { kind: string }) {
  const { label, meaning } = redactionLabel(kind);
  return (
    <span className="redacted" title={meaning}>
      <span className="visually-hidden">redacted: </span>
      {label}
    </span>
  );
}

/** Spoken words, with labels for what was redacted. */
export function RedactedText({ text }: { text: string }) {
  return splitRedactedText(text).map((piece, at) =>
    piece.kind === 'redacted' ? <RedactedWords key={at} kind={piece.text} /> : piece.text,
  );
}

/** The text of a line, in which its issues are marked. */
export function LineText({ line: { text, issues } }: { line: Segment }) {
  return splitAtIssues(text, issues).map((part, at) =>
    part.isIssue ? (
      <mark key={at} className="issue" title="The speech engine marked this as an issue">
        <span className="visually-hidden">issue: </span>
        <RedactedText text={part.text} />
      </mark>
    ) : (
      <RedactedText key={at} text={part.text} />
    ),
  );
}

/** The text of the line that plays. Marks the current word when the engine gave word times. */
export function PlayingText({ line, playback }: { line: Segment; playback: Playback }) {
  const currentWord = useSyncExternalStore(playback.onPositionChange, () => {
    const positionMs = playback.getPositionMs() ?? -1;
    return line.words.findLastIndex((word) => word.startMs <= positionMs);
  });
  // Redaction or formatting may have changed the text after the engine timed the words.
  if (line.words.map((word) => word.text).join(' ') !== line.text) return <LineText line={line} />;
  const starts = findWordStarts(line);
  const classOf = (word: string, at: number): string | undefined => {
    if (at === currentWord) return 'playing-word';
    const start = starts[at] ?? 0;
    return isInIssue(line.issues, start, start + word.length) ? 'issue' : undefined;
  };
  return line.words.map((word, at) => (
    <span key={at}>
      {at > 0 && ' '}
      <span className={classOf(word.text, at)}>
        <RedactedText text={word.text} />
      </span>
    </span>
  ));
}

/** Where each word begins in a text that joins them by spaces. */
function findWordStarts({ words }: Segment): number[] {
  let next = 0;
  return words.map(({ text }) => {
    const start = next;
    next += text.length + 1;
    return start;
  });
}
