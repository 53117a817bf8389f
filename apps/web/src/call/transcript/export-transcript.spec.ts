import { describe, expect, it } from '@jest/globals';
import { type ExportFormat, exportTranscript } from './export-transcript.js';
import type { Segment } from './segment-index.js';
import { aLedger, aSegment, byAgent, byCustomer, bySupervisor } from '../../../test/support/builders.js';
import { buildParticipantList } from '../participants/participant-list.js';
import { emptyTranscript, mergeSegment } from './transcript.js';
import type { WordlessSpan } from './wordless-spans.js';

const line = (over: Partial<Segment>): Segment =>
  aSegment({
    id: '0-1',
    startMs: 61_250,
    endMs: 62_000,
    sentiment: 'NEGATIVE',
    sentimentScore: -2,
    sentimentEngine: 'comprehend',
    ...over,
  });

const transcript = [
  line({ text: '=HYPERLINK("x"), <b>now</b>' }),
  line({
    id: '1-1',
    ...byAgent,
    startMs: 3_700_000,
    endMs: 3_701_000,
    text: 'yes',
    sentiment: null,
    sentimentScore: null,
    sentimentEngine: null,
  }),
  line({ id: '0-2', startMs: 3_800_000, isPartial: true, text: 'not yet' }),
].reduce(mergeSegment, emptyTranscript);

const exported = {
  transcript,
  participants: buildParticipantList([byCustomer, byAgent].map((by) => ({ ...by.participant, name: null }))),
};

const call = { id: 'call/7 <x>', speechWithoutWords: [], ledger: [] };
const contentOf = (
  format: ExportFormat,
  content = exported,
  speechWithoutWords: readonly WordlessSpan[] = [],
): string => exportTranscript({ ...call, speechWithoutWords }, content, format).content;

describe('exportTranscript', () => {
  it('writes text', () => {
    expect(contentOf('txt')).toBe('[1:01] Customer: =HYPERLINK("x"), <b>now</b>\n[1:01:40] Agent: yes\n');
  });

  it('writes CSV in which nothing is a formula', () => {
    expect(contentOf('csv').split('\r\n')).toEqual([
      'start_ms,end_ms,speaker,text,sentiment,score,engine,role,sentiment_engine',
      `61250,62000,Customer,"'=HYPERLINK(""x""), <b>now</b>",NEGATIVE,-2,scripted,Customer,comprehend`,
      '3700000,3701000,Agent,yes,,,scripted,Agent,',
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
    expect(exportTranscript(call, exported, 'json').name).toBe('call_7_x_.json');
  });

  it('says in text and subtitles where words are missing', () => {
    const spans = [{ ...byAgent, fromMs: 65_000, toMs: 68_500 }];
    expect(contentOf('txt', exported, spans).split('\n').slice(1, 3)).toEqual([
      '[1:05] Agent: (Speech without words, 1:05–1:08)',
      '[1:01:40] Agent: yes',
    ]);
    expect(contentOf('vtt', exported, spans)).toContain(
      '00:01:05.000 --> 00:01:08.500\n<v Agent>(Speech without words, 1:05–1:08)\n\n01:01:40.000',
    );
    for (const format of ['csv', 'json'] as const) expect(contentOf(format, exported, spans)).toBe(contentOf(format));
  });

  it('says in every format where the call was paused, in a line of its own', () => {
    const ledger = [aLedger({ pausedMs: 12_400, pauses: [{ fromMs: 65_000, toMs: 77_400 }] })];
    const paused = (format: ExportFormat) => exportTranscript({ ...call, ledger }, exported, format).content;
    expect(paused('txt').split('\n')[1]).toBe('[1:05] [paused 12.4 s]');
    expect(paused('vtt')).toContain('00:01:05.000 --> 00:01:17.400\n[paused 12.4 s]\n\n01:01:40.000');
    expect(paused('csv').split('\r\n')[2]).toBe('65000,77400,,[paused 12.4 s],,,,,');
    expect(JSON.parse(paused('json'))).toMatchObject([
      { startMs: 61_250 },
      { startMs: 65_000, endMs: 77_400, speaker: null, text: '[paused 12.4 s]', isPause: true },
      { startMs: 3_700_000 },
    ]);
  });

  it('writes names, in which nothing is a formula or markup, and the role of each line', () => {
    const name = '=Kim\n\n--> <b>';
    const three = {
      transcript: [line({ ...bySupervisor, text: 'stop' }), line({ id: '1-2', ...byAgent, startMs: 70_000 })].reduce(
        mergeSegment,
        emptyTranscript,
      ),
      participants: buildParticipantList([
        { id: byAgent.participant.id, role: 'SUPERVISOR', name: 'Robin' },
        { id: bySupervisor.participant.id, role: 'SUPERVISOR', name },
      ]),
    };
    expect(contentOf('txt', three)).toBe('[1:01] =Kim --> <b>: stop\n[1:10] Robin: hello\n');
    expect(contentOf('csv', three).split('\r\n').slice(1, 3)).toEqual([
      "61250,62000,'=Kim --> <b>,stop,NEGATIVE,-2,scripted,Supervisor,comprehend",
      '70000,62000,Robin,hello,NEGATIVE,-2,scripted,Agent,comprehend',
    ]);
    expect(contentOf('vtt', three)).toContain('<v =Kim --&gt; &lt;b&gt;>stop\n');
    expect(JSON.parse(contentOf('json', three))).toMatchObject([{ speaker: '=Kim --> <b>' }, { speaker: 'Robin' }]);
  });
});
