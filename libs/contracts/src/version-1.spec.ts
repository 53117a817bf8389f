import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventDefinitions, jsonEventTypes } from './events/index.js';
import { parseEvent } from './parse-event.js';

const folder = join(import.meta.dirname, '../compat');
const frozen = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { data: object };
const upgraded = (file: string): unknown => {
  const parsed = parseEvent(readFileSync(join(folder, file)));
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return parsed.value;
};

const customer = { track: 0, participantId: 'customer', role: 'CUSTOMER' };
const agent = { track: 1, participantId: 'agent', role: 'AGENT' };

/** The fields of version 2 that replace `channel` or `channels` in each frozen event of version 1. */
const newFields: Record<string, object> = {
  'stream.opened': {
    tracks: [{ participantId: 'customer' }, { participantId: 'agent' }],
    participants: [
      { id: 'customer', role: 'CUSTOMER' },
      { id: 'agent', role: 'AGENT' },
    ],
  },
  'transcription.requested': {
    spans: [{ track: 0, fromMs: 20_000, toMs: 24_500 }],
    assignments: [
      { ...customer, fromMs: 0 },
      { ...agent, fromMs: 0 },
    ],
  },
  'transcript.segment': customer,
  'transcript.covered': { track: 0 },
  'transcript.gap': { track: 0 },
  'segment.enriched': customer,
  'category.matched': customer,
  'dead.letter': { isSealed: false, messageBytes: 11 },
};

const withoutSides = (data: object): object =>
  Object.fromEntries(Object.entries(data).filter(([field]) => field !== 'channel' && field !== 'channels'));

describe('an event of version 1', () => {
  const types = jsonEventTypes.filter((type) => 'before' in eventDefinitions[type]);

  it.each(types.filter((type) => type !== 'metrics.changed'))('%s becomes one of version 2', (type) => {
    const file = `${type}.v1.json`;
    const data = { ...withoutSides(frozen(file).data), ...newFields[type] };
    expect(upgraded(file)).toEqual({ ...frozen(file), version: 2, data });
  });

  it('metrics.changed keeps the metrics of both sides', () => {
    expect(upgraded('metrics.changed.v1.json')).toMatchObject({
      version: 2,
      data: {
        participants: [
          { participantId: 'customer', role: 'CUSTOMER', talkMs: 14_200, sentimentTrend: 'DOWN' },
          { participantId: 'agent', role: 'AGENT', talkMs: 12_900, sentimentTrend: null },
        ],
      },
    });
  });

  it('is refused when its data is not valid in version 1', () => {
    const message = {
      ...frozen('transcript.gap.v1.json'),
      data: { track: 0, fromMs: 0, toMs: 1, reason: 'PROCESS_LOST' },
    };
    expect(parseEvent(Buffer.from(JSON.stringify(message)))).toMatchObject({
      ok: false,
      error: { code: 'EVENT_BAD_DATA', detail: 'transcript.gap: channel invalid_value' },
    });
  });
});
