import { impliedParticipant, participantIdSchema } from '@earshot/contracts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RunningGateway } from './support/running-gateway.js';
import { aSegment, aCall } from './support/views.js';

let gateway: RunningGateway;

beforeAll(async () => {
  gateway = await RunningGateway.start();
  gateway.reader.putCall(aCall('call-147'));
});
afterAll(() => gateway.stop());

it('gives the issues of a segment as spans of its redacted text', async () => {
  const text = 'my [CARD] does not work, 你好';
  const times = { startMs: 500, endMs: 800 };
  gateway.reader.putSegment(
    aSegment('call-147', '0-0-0', {
      text,
      issues: [
        { startChar: 10, endChar: 23, ...times },
        { startChar: 3, endChar: 9, ...times },
        { startChar: 25, endChar: 900, ...times },
        { startChar: 5, endChar: 5, ...times },
      ],
    }),
  );
  const { data } = await gateway.query(
    '{ call(id: "call-147") { segments(first: 5) { nodes { issues { text startChar endChar startMs endMs } } } } }',
  );
  expect((data as never as { call: { segments: { nodes: unknown[] } } }).call.segments.nodes).toEqual([
    {
      issues: [
        { text: '[CARD]', startChar: 3, endChar: 9, ...times },
        { text: 'does not work', startChar: 10, endChar: 23, ...times },
      ],
    },
  ]);
});

it('lists where somebody spoke and no words came', async () => {
  const kim = { id: participantIdSchema.parse('kim'), role: 'AGENT', name: 'Kim', joinedMs: 0, leftMs: null } as const;
  const guest = impliedParticipant(0);
  const wordless = [
    { track: 0, participantId: guest.id, role: guest.role, fromMs: 62_000, toMs: 65_000 },
    { track: 1, participantId: kim.id, role: 'SUPERVISOR' as const, fromMs: 90_000, toMs: 94_000 },
  ];
  gateway.reader.putCall(aCall('mumble', { wordless, participants: [kim] }));
  const query = (id: string) =>
    gateway.query(`{ call(id: "${id}") { speechWithoutWords { track participant { id role name } fromMs toMs } } }`);
  expect((await query('mumble')).data).toEqual({
    call: {
      speechWithoutWords: [
        { track: 0, participant: { ...guest, name: null }, fromMs: 62_000, toMs: 65_000 },
        { track: 1, participant: { id: 'kim', role: 'SUPERVISOR', name: 'Kim' }, fromMs: 90_000, toMs: 94_000 },
      ],
    },
  });
  expect((await query('call-147')).data).toEqual({ call: { speechWithoutWords: [] } });
});
