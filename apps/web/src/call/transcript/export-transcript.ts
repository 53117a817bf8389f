import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatDuration } from '../../ui/format-duration.js';
import { type ParticipantList, type Speaker, roleLabels } from '../participants/participant-list.js';
import type { Segment } from './segment-index.js';
import type { Transcript } from './transcript.js';
import { describeWordless, mergeRows, type Row, type WordlessSpan } from './wordless-spans.js';

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

/** A line or a span with the label of its participant. */
type Exported<T> = T & { readonly speaker: string };
type ExportedLine = Exported<Segment>;
type ExportedRow = Row<ExportedLine, Exported<WordlessSpan>>;

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
  const { fromMs, toMs, speaker } = row.span;
  return `${vttTime(fromMs)} --> ${vttTime(toMs)}\n<v ${vttText(speaker)}>(${describeWordless(row.span)})\n\n`;
}

const linesOf = (rows: readonly ExportedRow[]): ExportedLine[] =>
  rows.flatMap((row) => ('line' in row ? [row.line] : []));

/** People read text and subtitles, so these say where words are missing. Programs read the other formats, which hold lines only. */
const writers: Record<ExportFormat, (rows: readonly ExportedRow[]) => string> = {
  txt: (rows) =>
    rows
      .map((row) =>
        'line' in row
          ? `[${formatDuration(row.line.startMs)}] ${row.line.speaker}: ${row.line.text}\n`
          : `[${formatDuration(row.span.fromMs)}] ${row.span.speaker}: (${describeWordless(row.span)})\n`,
      )
      .join(''),
  csv: (rows) =>
    [['start_ms', 'end_ms', 'speaker', 'text', 'sentiment', 'score', 'engine', 'role', 'sentiment_engine']]
      .concat(
        linesOf(rows).map((line) =>
          [
            line.startMs,
            line.endMs,
            line.speaker,
            line.text,
            line.sentiment,
            line.sentimentScore,
            line.engine,
            roleLabels[line.participant.role],
            line.sentimentEngine,
          ].map(csvCell),
        ),
      )
      .map((row) => `${row.join(',')}\r\n`)
      .join(''),
  vtt: (rows) => `WEBVTT\n\n${rows.map(vttCue).join('')}`,
  json: (rows) => `${JSON.stringify(linesOf(rows), null, 2)}\n`,
};

/** What a download holds. */
export interface ExportedContent {
  readonly transcript: Transcript;
  readonly participants: ParticipantList;
}

/** Writes the finals of a call in a format, and where words are missing among them: the file's name, media type and content. */
export function exportTranscript(
  call: Pick<CallDetailFragment, 'id' | 'speechWithoutWords'>,
  { transcript, participants }: ExportedContent,
  format: ExportFormat,
) {
  const withSpeaker = <T extends { readonly participant: Speaker }>(spoken: T): Exported<T> => ({
    ...spoken,
    speaker: participants.find(spoken.participant).label,
  });
  const lines = transcript.blocks.flatMap((block) => block.lines.filter((line) => !line.isPartial));
  return {
    name: `${call.id.replace(/[^\w.-]+/g, '_')}.${format}`,
    type: mediaTypes[format],
    content: writers[format](mergeRows(lines.map(withSpeaker), call.speechWithoutWords.map(withSpeaker))),
  };
}
