import { describe, expect, it } from '@jest/globals';
import { type ExportFormat, exportTranscript } from './export-transcript.js';
import type { Segment } from './segment-index.js';
import { emptyTranscript, mergeSegment } from './transcript.js';

const line = (over: Partial<Segment>): Segment => ({
  id: 'c-1',
  callId: 'x',
  revision: 1,
  channel: 'CUSTOMER',
  startMs: 61_250,
  endMs: 62_000,
  text: 'hello',
  words: [],
  isPartial: false,
  engine: 'scripted',
  sentiment: 'NEGATIVE',
  sentimentScore: -2,
  recognizedAt: '2026-01-01T00:00:00.000Z',
  ...over,
});

const transcript = [
  line({ text: '=HYPERLINK("x"), <b>now</b>' }),
  line({
    id: 'a-1',
    channel: 'AGENT',
    startMs: 3_700_000,
    endMs: 3_701_000,
    text: 'yes',
    sentiment: null,
    sentimentScore: null,
  }),
  line({ id: 'c-2', startMs: 3_800_000, isPartial: true, text: 'not yet' }),
].reduce(mergeSegment, emptyTranscript);

const contentOf = (format: ExportFormat): string => exportTranscript({ id: 'call/7 <x>' }, transcript, format).content;

describe('exportTranscript', () => {
  it('writes text', () => {
    expect(contentOf('txt')).toBe('[1:01] Customer: =HYPERLINK("x"), <b>now</b>\n[1:01:40] Agent: yes\n');
  });

  it('writes CSV in which nothing is a formula', () => {
    expect(contentOf('csv').split('\r\n')).toEqual([
      'start_ms,end_ms,speaker,text,sentiment,score,engine',
      `61250,62000,Customer,"'=HYPERLINK(""x""), <b>now</b>",NEGATIVE,-2,scripted`,
      '3700000,3701000,Agent,yes,,,scripted',
      '',
    ]);
  });

  it('writes subtitles in which nothing is markup', () => {
    expect(contentOf('vtt')).toBe(
      'WEBVTT\n\n00:01:01.250 --> 00:01:02.000\n<v Customer>=HYPERLINK("x"), &lt;b&gt;now&lt;/b&gt;\n\n' +
        '01:01:40.000 --> 01:01:41.000\n<v Agent>yes\n\n',
    );
  });

  it('writes JSON of finals only, in a file whose name works on every system', () => {
    expect(JSON.parse(contentOf('json'))).toHaveLength(2);
    expect(exportTranscript({ id: 'call/7 <x>' }, transcript, 'json').name).toBe('call_7_x_.json');
  });
});
