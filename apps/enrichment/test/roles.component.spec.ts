import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  participantIdSchema,
  type EventData,
  type EventOf,
  type ParticipantRole,
  type SegmentId,
} from '@earshot/contracts';
import type { RecordingBus } from './recording-bus.js';
import { restartSegments, segment, setUp } from './set-up.js';

const speakers = { agent: 1, customer: 0 } as const;
const said = (who: keyof typeof speakers, text: string, over: Partial<EventData<'transcript.segment'>> = {}) =>
  segment(text, { participantId: participantIdSchema.parse(who), track: speakers[who], role: 'UNKNOWN', ...over });
const greeting = 'thank you for calling how can i help you';
const request = 'i want to cancel my plan';
const rules = [{ name: 'Cancel', role: 'CUSTOMER' as const, any: { keywords: ['cancel'] } }];

beforeEach(restartSegments);

const changes = (bus: RecordingBus) =>
  bus
    .events('calls.lifecycle')
    .filter((event): event is EventOf<'participant.changed'> => event.type === 'participant.changed')
    .map(({ data: { participant } }) => participant);
const finalsOf = (bus: RecordingBus) =>
  bus.events('calls.insight').flatMap((event) => (event.type === 'segment.enriched' ? [event.data] : []));
const rolesOf = (bus: RecordingBus) => finalsOf(bus).map(({ participantId, role }) => `${participantId}: ${role}`);
const lastMetrics = (bus: RecordingBus) =>
  bus
    .events('calls.insight')
    .flatMap((event) => (event.type === 'metrics.changed' ? [event.data] : []))
    .at(-1)
    ?.participants.map(({ participantId, role }) => `${participantId}: ${role}`);

describe('roles that the source did not say', () => {
  it('are found from the greeting, announced before the final, and hold for its category and the metrics', async () => {
    const { bus, event, deliver } = setUp({ rules });
    await deliver(event('transcript.segment', said('agent', greeting)));
    await deliver(event('transcript.segment', said('customer', request)));
    await deliver(event('transcript.segment', said('agent', 'sure', { isPartial: true, revision: 1 })));
    expect(changes(bus)).toEqual([
      { id: 'agent', role: 'AGENT', roleReason: 'GREETING', roleConfidence: expect.closeTo(0.99, 1) },
      { id: 'customer', role: 'CUSTOMER', roleReason: 'GREETING', roleConfidence: expect.closeTo(0.99, 1) },
    ]);
    const types = bus.events().map(({ type }) => type);
    expect(types.slice(2)).toEqual([
      ...['participant.changed', 'participant.changed', 'segment.enriched', 'category.matched', 'metrics.changed'],
      'segment.enriched',
    ]);
    expect(rolesOf(bus)).toEqual(['agent: UNKNOWN', 'customer: CUSTOMER', 'agent: AGENT']);
    expect(lastMetrics(bus)).toEqual(['agent: AGENT', 'customer: CUSTOMER']);
  });

  it('stay unknown when the words are doubtful, and are not found for a role that the source said', async () => {
    const doubtful = (data: EventData<'transcript.segment'>) => ({
      ...data,
      words: data.words.map((word) => ({ ...word, confidence: 0.2 })),
    });
    const { bus, event, deliver } = setUp({ settings: { EARSHOT_MIN_CONFIDENCE: '0.4' } });
    await deliver(event('transcript.segment', doubtful(said('agent', greeting))));
    await deliver(event('transcript.segment', doubtful(said('customer', request))));
    for (const [who, text] of [
      ['agent', greeting],
      ['customer', request],
    ] as const) {
      const role: ParticipantRole = who === 'agent' ? 'CUSTOMER' : 'AGENT';
      await deliver(event('transcript.segment', said(who, text, { role })));
    }
    expect(changes(bus)).toEqual([]);
    expect(rolesOf(bus).slice(2)).toEqual(['agent: CUSTOMER', 'customer: AGENT']);
  });

  it('are announced once when the message of the final comes again', async () => {
    const { bus, event, deliver } = setUp({ rules });
    await deliver(event('transcript.segment', said('agent', greeting)));
    const final = event('transcript.segment', said('customer', request, { segmentId: '0-0-9' as SegmentId }));
    await deliver(final);
    await deliver(final, 2);
    expect(changes(bus)).toHaveLength(2);
  });
});

describe('a role that a person corrected', () => {
  it('counts for the words that follow, whatever the source says later', async () => {
    const { bus, event, deliver, correctRole } = setUp({ rules });
    await deliver(event('transcript.segment', said('agent', request, { role: 'AGENT' })));
    correctRole({ id: participantIdSchema.parse('agent'), role: 'CUSTOMER', roleReason: 'USER' });
    await deliver(event('transcript.segment', said('agent', request, { role: 'AGENT' })));
    expect(rolesOf(bus)).toEqual(['agent: AGENT', 'agent: CUSTOMER']);
    expect(lastMetrics(bus)).toEqual(['agent: CUSTOMER']);
    const matches = bus.events('calls.insight').filter(({ type }) => type === 'category.matched');
    expect(matches).toHaveLength(1);
  });

  it('of a call that this process does not have changes nothing', () => {
    const { bus, correctRole } = setUp();
    correctRole({ id: participantIdSchema.parse('agent'), role: 'CUSTOMER', roleReason: 'USER' });
    expect(bus.events()).toEqual([]);
  });
});
