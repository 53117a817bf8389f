import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { parseEvent } from '@earshot/contracts';
import { AgentsDocument, CallByIdDocument, CallListDocument, CallSegmentsDocument } from '@earshot/graphql-api';
import { RunningGateway } from './support/running-gateway.js';
import { aCall, aSegment, asCallId, asParticipantId, STARTED_AT_MS } from './support/views.js';

describe('GraphQL over HTTP', () => {
  let gateway: RunningGateway;

  beforeAll(async () => {
    gateway = await RunningGateway.start();
    for (let n = 1; n <= 150; n += 1) gateway.reader.putCall(aCall(`call-${n}`, { startedAtMs: STARTED_AT_MS + n }));
    for (let n = 1; n <= 7; n += 1) gateway.reader.putSegment(aSegment('call-1', `0-0-${n}`, { startMs: n * 1_000 }));
    gateway.reader.putMatches(asCallId('call-1'), [
      {
        category: 'cancel',
        isAlert: true,
        segmentId: aSegment('call-1', '0-0-1').id,
        track: 0,
        participantId: asParticipantId('customer'),
        role: 'CUSTOMER',
        atMs: 10,
      },
    ]);
  });
  afterAll(() => gateway.stop());

  const code = async (query: string, variables?: Record<string, unknown>) =>
    (await gateway.query(query, variables)).errors?.[0]?.extensions.code;

  it('says whether word times are estimates', async () => {
    for (const areWordTimesEstimated of [true, false])
      gateway.reader.putSegment(
        aSegment('call-150', `0-${Number(areWordTimesEstimated)}-0`, { areWordTimesEstimated }),
      );
    const { data } = await gateway.query(
      '{ call(id: "call-150") { segments(first: 5) { nodes { id areWordTimesEstimated } } } }',
    );
    expect((data as never as { call: { segments: { nodes: unknown[] } } }).call.segments.nodes).toEqual(
      expect.arrayContaining([
        { id: '0-1-0', areWordTimesEstimated: true },
        { id: '0-0-0', areWordTimesEstimated: false },
      ]),
    );
  });

  it('marks segments that their engine doubts', async () => {
    const words = (...confidences: (number | undefined)[]) =>
      confidences.map((confidence) => ({
        text: 'hello',
        startMs: 0,
        endMs: 400,
        ...(confidence !== undefined && { confidence }),
      }));
    const all = [words(0.25, 0.5), words(0.5, 0.75), words(undefined), []];
    for (const [n, each] of all.entries()) gateway.reader.putSegment(aSegment('call-149', `0-9-${n}`, { words: each }));
    const { data } = await gateway.query(
      '{ call(id: "call-149") { segments(first: 50) { nodes { id confidence isUncertain } } } }',
    );
    expect((data as never as { call: { segments: { nodes: unknown[] } } }).call.segments.nodes).toEqual(
      expect.arrayContaining([
        { id: '0-9-0', confidence: 0.375, isUncertain: true },
        { id: '0-9-1', confidence: 0.625, isUncertain: false },
        { id: '0-9-2', confidence: null, isUncertain: false },
        { id: '0-9-3', confidence: null, isUncertain: false },
      ]),
    );
  });

  it('says which engine gave the sentiment of a segment', async () => {
    gateway.reader.putSegment(
      aSegment('call-148', '0-0-0', { sentiment: 'MIXED', sentimentScore: null, sentimentEngine: 'comprehend' }),
    );
    const { data } = await gateway.query(
      '{ call(id: "call-148") { segments(first: 5) { nodes { sentiment sentimentScore sentimentEngine } } } }',
    );
    expect((data as never as { call: { segments: { nodes: unknown[] } } }).call.segments.nodes).toContainEqual({
      sentiment: 'MIXED',
      sentimentScore: null,
      sentimentEngine: 'comprehend',
    });
  });

  it('lists calls page by page with one read per page', async () => {
    gateway.reader.reads.length = 0;
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await gateway.query(CallListDocument, { first: 100, after });
      const page = (
        data as never as {
          calls: { nodes: { id: string; startedAt: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
        }
      ).calls;
      expect(page.nodes[0]?.startedAt).toMatch(/^2031-05-04T10:00:00\.\d{3}Z$/);
      seen.push(...page.nodes.map(({ id }) => id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(150);
    expect(gateway.reader.reads).toEqual(['calls', 'calls']);
  });

  it('finds agents with one read, and refuses text that no store holds', async () => {
    gateway.reader.putCall(aCall('call-of-zoe', { agentId: 'Zoë Müller' }));
    gateway.reader.reads.length = 0;
    const { data } = await gateway.query(AgentsDocument, { prefix: ' ZOE ' });
    expect(data).toEqual({ agents: ['Zoë Müller'] });
    expect(gateway.reader.reads).toEqual(['agents']);
    expect(await code('{ agents(prefix: "a", first: 51) }')).toBe('PAGE_TOO_LARGE');
    expect(await code('{ agents(prefix: "a", first: 0) }')).toBe('BAD_INPUT');
    expect(await code('query ($p: String!) { agents(prefix: $p) }', { p: 'x'.repeat(2_049) })).toBe('BAD_INPUT');
    expect(await code('query ($p: String!) { agents(prefix: $p) }', { p: 'a\u0000' })).toBe('BAD_INPUT');
  });

  it('reads the parts of a call only when they are selected, and each part once', async () => {
    gateway.reader.reads.length = 0;
    await gateway.query('{ call(id: "call-1") { id status } }');
    expect(gateway.reader.reads).toEqual(['callsById:1']);
    const { data } = await gateway.query(
      '{ call(id: "call-1") { a: categoryMatches { category } b: categoryMatches { isAlert } } }',
    );
    expect(data).toEqual({ call: { a: [{ category: 'cancel' }], b: [{ isAlert: true }] } });
    expect(gateway.reader.reads).toEqual(['callsById:1', 'callsById:1', 'categoryMatches']);
  });

  it('answers a whole call', async () => {
    gateway.reader.putCall(
      aCall('whole/1', {
        hasRecording: true,
        problems: [{ stage: 'transcription', code: 'ENGINE_FAILED', message: 'engine went away', atMs: STARTED_AT_MS }],
        ledger: [
          {
            track: 1,
            receivedMs: 10,
            transcribedMs: 8,
            pausedMs: 0,
            pauses: [],
            openMs: 0,
            gapMs: 2,
            gaps: [{ fromMs: 8, toMs: 10, reason: 'ENGINE_FAILED' }],
          },
        ],
      }),
    );
    const { data, errors } = await gateway.query(CallByIdDocument, { id: 'whole/1' });
    expect(errors).toBeUndefined();
    expect((data as never as { call: unknown }).call).toMatchObject({
      recording: { url: '/recordings/whole%2F1.wav', durationMs: 60_000 },
      problems: [{ at: '2031-05-04T10:00:00.000Z' }],
      ledger: [{ gaps: [{ fromMs: 8, toMs: 10, reason: 'ENGINE_FAILED' }] }],
    });
  });

  it('pages segments and answers null for an unknown call', async () => {
    const { data } = await gateway.query(CallSegmentsDocument, { callId: 'call-1', first: 5 });
    const { segments } = (data as never as { call: { segments: { nodes: unknown[]; pageInfo: unknown } } }).call;
    expect(segments.nodes).toHaveLength(5);
    expect(segments.pageInfo).toEqual({ hasNextPage: true, endCursor: '0-0-5' });
    expect(await gateway.query('{ call(id: "nobody") { id } }')).toEqual({ data: { call: null } });
  });

  it('answers introspection', async () => {
    const { data, errors } = await gateway.query(getIntrospectionQuery());
    expect(errors).toBeUndefined();
    expect(data).toHaveProperty('__schema.types');
  });

  it.each([
    ['a page of calls that is too large', '{ calls(first: 101) { nodes { id } } }', 'PAGE_TOO_LARGE'],
    [
      'a page of segments that is too large',
      '{ call(id: "call-1") { segments(first: 501) { nodes { id } } } }',
      'PAGE_TOO_LARGE',
    ],
    ['an empty page', '{ calls(first: 0) { nodes { id } } }', 'BAD_INPUT'],
    ['an invalid cursor', '{ calls(after: "made-up") { nodes { id } } }', 'BAD_CURSOR'],
    ['an invalid date', '{ calls(filter: { startedFrom: "yesterday" }) { nodes { id } } }', 'BAD_INPUT'],
    ['an unknown field', '{ calls { nodes { password } } }', 'GRAPHQL_INVALID'],
    ['text that is not a query', 'give me everything', 'GRAPHQL_INVALID'],
    ['a document as JSON', '{"kind":"Document","definitions":[]}', 'GRAPHQL_INVALID'],
    ['a subscription', 'subscription { callChanged { id } }', 'SUBSCRIPTION_NEEDS_WEBSOCKET'],
    [
      'large pages within large pages',
      '{ calls(first: 100) { nodes { segments(first: 500) { nodes { id } } } } }',
      'QUERY_TOO_COMPLEX',
    ],
    ['a query that is too long', `{ calls { nodes { ${'id '.repeat(6_000)} } } }`, 'QUERY_TOO_LARGE'],
    [
      'too many aliases',
      `{ ${Array.from({ length: 30 }, (_, n) => `a${n}: call(id: "call-1") { id }`).join(' ')} }`,
      'QUERY_TOO_COMPLEX',
    ],
  ])('refuses %s', async (_what, query, expected) => {
    expect(await code(query)).toBe(expected);
  });

  it('refuses a batch', async () => {
    const body = JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]);
    const answer = await gateway.http('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body.toString()).errors[0].extensions.code).toBe('GRAPHQL_INVALID');
  });

  it('refuses a body that is too large', async () => {
    const body = JSON.stringify({ query: '{ __typename }', variables: { pad: 'x'.repeat(70_000) } });
    const answer = await gateway.http('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(413);
  });

  it('hides the cause of an internal error', async () => {
    gateway.reader.failReads(1, new Error('connect ECONNREFUSED db.internal:5432 as earshot'));
    const { data, errors } = await gateway.query('{ calls { nodes { id } } }');
    expect(data).toBeNull();
    expect(JSON.stringify(errors)).not.toMatch(/ECONNREFUSED|stack|internal:/);
    const correlationId = errors?.[0]?.extensions.correlationId;
    expect(errors?.[0]?.extensions.code).toBe('INTERNAL');
    expect(gateway.logger.lines.filter(({ fields }) => fields['correlationId'] === correlationId)).toHaveLength(1);
  });

  it('says what the speech of a call cost', async () => {
    gateway.reader.putCall(aCall('call-148', { cost: 0.036 }));
    expect(await gateway.query('{ call(id: "call-148") { cost } }')).toEqual({ data: { call: { cost: 0.036 } } });
    expect(await gateway.query('{ call(id: "call-147") { cost } }')).toEqual({ data: { call: { cost: null } } });
  });

  it('lists the speech engines, each with its best state in any transcription process', async () => {
    const { speech } = gateway;
    const capabilities = {
      audioGoesTo: 'this machine',
      languages: 'English',
      partials: true,
      wordTimes: 'estimated',
      confidence: false,
      customVocabulary: true,
      redaction: false,
      diarisation: false,
    } as const;
    const report = (name: string, isConfigured: boolean, isHealthy: boolean, reason: string) => ({
      name,
      capabilities,
      isConfigured,
      isHealthy,
      reason,
    });
    const query = `{ speechEngines { name isConfigured isHealthy reason capabilities {
      audioGoesTo languages partials wordTimes confidence customVocabulary redaction diarisation } } }`;
    expect(await gateway.query(query)).toEqual({ data: { speechEngines: [] } });
    const ready = { engine: 'moonshine:base-en', reason: 'installed' };
    await speech.publish('one', {
      ...ready,
      engines: [report('moonshine', true, false, 'it failed lately'), report('deepgram', false, false, 'not enabled')],
    });
    await speech.publish('two', {
      ...ready,
      engines: [report('moonshine', true, true, 'installed'), report('deepgram', true, false, 'the key is refused')],
    });
    const shown = { ...capabilities, wordTimes: 'ESTIMATED' };
    expect(await gateway.query(query)).toEqual({
      data: {
        speechEngines: [
          { ...report('moonshine', true, true, 'installed'), capabilities: shown },
          { ...report('deepgram', true, false, 'the key is refused'), capabilities: shown },
        ],
      },
    });
    // A process of an earlier version publishes no engines.
    await speech.publish('one', { ...ready, engines: [] });
    await speech.remove('two');
    expect(await gateway.query(query)).toEqual({ data: { speechEngines: [] } });
    await speech.remove('one');
  });

  describe('transcribeCall', () => {
    const mutation = 'mutation ($id: ID!) { transcribeCall(id: $id) { id } }';
    const ledger = [
      {
        track: 0,
        receivedMs: 100,
        transcribedMs: 40,
        pausedMs: 0,
        pauses: [],
        openMs: 0,
        gapMs: 60,
        gaps: [
          { fromMs: 0, toMs: 30, reason: 'NO_SPEECH_ENGINE' },
          { fromMs: 30, toMs: 40, reason: 'ENGINE_FAILED' },
          { fromMs: 60, toMs: 80, reason: 'CONNECTION_LOST' },
        ],
      },
    ];

    it('requests the gaps that were recorded', async () => {
      gateway.reader.putCall(aCall('gaps', { ledger, hasRecording: true }));
      gateway.reader.putAssignments(asCallId('gaps'), [
        { track: 0, participantId: asParticipantId('customer'), role: null, fromMs: 0 },
        { track: 1, participantId: asParticipantId('agent'), role: null, fromMs: 0 },
      ]);
      gateway.recordings.put('gaps', Buffer.alloc(100));
      expect(await gateway.query(mutation, { id: 'gaps' })).toEqual({ data: { transcribeCall: { id: 'gaps' } } });
      const [sent] = gateway.bus.published.filter(({ topic }) => topic === 'calls.lifecycle');
      const event = parseEvent(sent?.value ?? new Uint8Array());
      expect(event).toMatchObject({
        ok: true,
        value: {
          type: 'transcription.requested',
          callId: 'gaps',
          data: {
            spans: [{ track: 0, fromMs: 0, toMs: 40 }],
            assignments: [{ track: 0, participantId: 'customer', role: 'CUSTOMER', fromMs: 0 }],
          },
        },
      });
    });

    it('requests the same gaps with the same event id', async () => {
      gateway.reader.putCall(aCall('twice', { ledger, hasRecording: true }));
      gateway.recordings.put('twice', Buffer.alloc(100));
      await gateway.query(mutation, { id: 'twice' });
      await gateway.query(mutation, { id: 'twice' });
      const sent = gateway.bus.published.filter(({ key }) => key === 'twice').map(({ value }) => parseEvent(value));
      const ids = sent.map((event) => event.ok && 'id' in event.value && event.value.id);
      expect(ids).toHaveLength(2);
      expect(ids[0]).toEqual(expect.stringMatching(/^asked-[0-9a-f]{32}$/));
      expect(ids[1]).toBe(ids[0]);
    });

    it('answers when the bus does not', async () => {
      gateway.reader.putCall(aCall('waits', { ledger, hasRecording: true }));
      gateway.recordings.put('waits', Buffer.alloc(100));
      gateway.bus.isAway = true;
      try {
        expect(await code(mutation, { id: 'waits' })).toBe('AUDIT_UNAVAILABLE');
      } finally {
        gateway.bus.isAway = false;
      }
    }, 30_000);

    it('refuses at once with the reason when no transcription process has an engine', async () => {
      gateway.reader.putCall(aCall('no-engine', { ledger, hasRecording: true }));
      gateway.recordings.put('no-engine', Buffer.alloc(100));
      const { speech } = gateway;
      await speech.publish('one', { engine: null, reason: 'not sherpa: its model is not installed', engines: [] });
      const { errors } = await gateway.query(mutation, { id: 'no-engine' });
      expect(errors?.[0]).toMatchObject({
        message: 'No speech engine can run now: not sherpa: its model is not installed.',
        extensions: { code: 'NO_SPEECH_ENGINE' },
      });
      expect(gateway.bus.published.filter(({ key }) => key === 'no-engine')).toEqual([]);
      await speech.publish('two', { engine: 'moonshine:base-en', reason: 'installed', engines: [] });
      expect((await gateway.query(mutation, { id: 'no-engine' })).errors).toBeUndefined();
      await speech.remove('two');
      await speech.remove('one');
    });

    it('refuses a call that was not recorded, and asks nobody for anything', async () => {
      gateway.reader.putCall(aCall('kept-out', { ledger, isRecorded: false }));
      // A recording of an earlier version must not count either.
      gateway.recordings.put('kept-out', Buffer.alloc(100));
      const before = gateway.bus.published.length;
      expect(await code(mutation, { id: 'kept-out' })).toBe('CALL_NOT_RECORDED');
      expect(gateway.bus.published.slice(before)).toEqual([]);
    });

    it('refuses a call that it cannot transcribe', async () => {
      gateway.reader.putCall(aCall('live', { ledger, status: 'LIVE' }));
      gateway.reader.putCall(aCall('unrecorded', { ledger }));
      gateway.recordings.put('call-1', Buffer.alloc(100));
      expect(await code(mutation, { id: 'nobody' })).toBe('CALL_NOT_FOUND');
      expect(await code(mutation, { id: 'live' })).toBe('CALL_IS_LIVE');
      expect(await code(mutation, { id: 'unrecorded' })).toBe('NOTHING_TO_TRANSCRIBE');
      expect(await code(mutation, { id: 'call-1' })).toBe('NOTHING_TO_TRANSCRIBE');
    });
  });

  it('refuses introspection when it is switched off', async () => {
    const closed = await RunningGateway.start({ EARSHOT_INTROSPECTION: 'false' });
    try {
      expect((await closed.query(getIntrospectionQuery())).errors?.[0]?.extensions.code).toBe('GRAPHQL_INVALID');
    } finally {
      await closed.stop();
    }
  });
});
