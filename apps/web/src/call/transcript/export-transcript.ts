import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatDuration, formatSpan } from '../../ui/format-duration.js';
import { type ParticipantList, type Speaker, roleLabels } from '../participants/participant-list.js';
import { isPausedSpan, type PausedSpan, pausedSpans } from '../pause/paused-spans.js';
import type { Segment } from './segment-index.js';
import type { Transcript } from './transcript.js';
import { describeWordless, mergeRows, mergeSpans, type Row } from './wordless-spans.js';

/** File formats of a downloaded transcript, with their labels. */
export const exportFormats = {
  txt: 'Text',
  csv: 'CSV (spreadsheet)',
  vtt: 'WebVTT (subtitles)',
  json: 'JSON',
} as const;
export type ExportFormat = keyof typeof exportFormats;

const mediaTypes: Record<ExportFormat, string> = {
  txt: 'text/plain',
  csv: 'text/csv',
  vtt: 'text/vtt',
  json: 'application/json',
};

/** A line with the label of its participant. */
type ExportedLine = Segment & { readonly speaker: string };

/** What stands in place of words. */
interface ExportedSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** Null where nobody is heard. */
  readonly speaker: string | null;
  readonly text: string;
}
type ExportedRow = Row<ExportedLine, ExportedSpan>;

/** Quotes a cell that begins like a formula: a spreadsheet would run it, and a customer chose the words. */
function csvCell(value: string | number | null): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const digits = (value: number, count = 2): string => String(Math.floor(value)).padStart(count, '0');
const vttTime = (ms: number): string =>
  `${digits(ms / 3_600_000)}:${digits((ms / 60_000) % 60)}:${digits((ms / 1000) % 60)}.${digits(ms % 1000, 3)}`;
const vttText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function vttCue(row: ExportedRow): string {
  if ('line' in row) {
    const { startMs, endMs, speaker, text } = row.line;
    return `${vttTime(startMs)} --> ${vttTime(endMs)}\n<v ${vttText(speaker)}>${vttText(text)}\n\n`;
  }
  const { fromMs, toMs, speaker, text } = row.span;
  const voice = speaker === null ? '' : `<v ${vttText(speaker)}>`;
  return `${vttTime(fromMs)} --> ${vttTime(toMs)}\n${voice}${vttText(text)}\n\n`;
}

function textLine(row: ExportedRow): string {
  if ('line' in row) return `[${formatDuration(row.line.startMs)}] ${row.line.speaker}: ${row.line.text}\n`;
  const { fromMs, speaker, text } = row.span;
  return `[${formatDuration(fromMs)}] ${speaker === null ? '' : `${speaker}: `}${text}\n`;
}

function csvRow(row: ExportedRow): string[] {
  if ('span' in row) {
    const { fromMs, toMs, speaker, text } = row.span;
    return [fromMs, toMs, speaker, text, ...Array<null>(5).fill(null)].map(csvCell);
  }
  const { startMs, endMs, speaker, text, sentiment, sentimentScore, engine, participant, sentimentEngine } = row.line;
  const role = roleLabels[participant.role];
  return [startMs, endMs, speaker, text, sentiment, sentimentScore, engine, role, sentimentEngine].map(csvCell);
}

function jsonRow(row: ExportedRow): object {
  if ('line' in row) return row.line;
  const { fromMs, toMs, speaker, text } = row.span;
  return { startMs: fromMs, endMs: toMs, speaker, text, isPause: true };
}

/** Programs read these. They hold the lines and the pauses. */
const withoutWordless = (rows: readonly ExportedRow[]): ExportedRow[] =>
  rows.filter((row) => 'line' in row || row.span.speaker === null);

/** People read text and subtitles, so these also say where somebody spoke and no words are. */
const writers: Record<ExportFormat, (rows: readonly ExportedRow[]) => string> = {
  txt: (rows) => rows.map(textLine).join(''),
  csv: (rows) =>
    [['start_ms', 'end_ms', 'speaker', 'text', 'sentiment', 'score', 'engine', 'role', 'sentiment_engine']]
      .concat(withoutWordless(rows).map(csvRow))
      .map((row) => `${row.join(',')}\r\n`)
      .join(''),
  vtt: (rows) => `WEBVTT\n\n${rows.map(vttCue).join('')}`,
  json: (rows) => `${JSON.stringify(withoutWordless(rows).map(jsonRow), null, 2)}\n`,
};

/** What a download holds. */
export interface ExportedContent {
  readonly transcript: Transcript;
  readonly participants: ParticipantList;
}

/** `[paused 12.4 s]`, as a row of its own. */
const exportPause = ({ fromMs, toMs }: PausedSpan): ExportedSpan => ({
  ...{ fromMs, toMs, speaker: null },
  text: `[paused ${formatSpan(toMs - fromMs)}]`,
});

/** Writes the finals of a call in a format, and where words are missing among them: the file's name, media type and content. */
export function exportTranscript(
  call: Pick<CallDetailFragment, 'id' | 'speechWithoutWords' | 'ledger'>,
  { transcript, participants }: ExportedContent,
  format: ExportFormat,
) {
  const speakerOf = ({ participant }: { readonly participant: Speaker }) => participants.find(participant).label;
  const finals = transcript.blocks.flatMap((block) => block.lines.filter((line) => !line.isPartial));
  const lines = finals.map((line) => ({ ...line, speaker: speakerOf(line) }));
  const spans = mergeSpans(pausedSpans(call.ledger), call.speechWithoutWords).map((span): ExportedSpan =>
    isPausedSpan(span)
      ? exportPause(span)
      : { fromMs: span.fromMs, toMs: span.toMs, speaker: speakerOf(span), text: `(${describeWordless(span)})` },
  );
  return {
    name: `${call.id.replace(/[^\w.-]+/g, '_')}.${format}`,
    type: mediaTypes[format],
    content: writers[format](mergeRows(lines, spans)),
  };
}
