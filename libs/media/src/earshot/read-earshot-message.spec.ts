import { describe, expect, it } from '@jest/globals';
import { MAX_EARSHOT_TEXT_BYTES, readEarshotMessage } from './read-earshot-message.js';

const utf8 = new TextEncoder();
const read = (value: unknown) =>
  readEarshotMessage(utf8.encode(typeof value === 'string' ? value : JSON.stringify(value)), () => 'made');
const customer = { id: 'customer', role: 'CUSTOMER', number: '+15555550123' };
const agent = { id: 'agent', role: 'AGENT', name: 'Robin' };
const start = {
  type: 'start',
  callId: 'c1',
  codec: 'PCMU',
  sampleRateHz: 8_000,
  tracks: [{ participantId: 'customer' }, { participantId: 'agent' }, {}],
  participants: [customer, agent],
};
const someone = (_: unknown, number: number) => ({ id: `p${number}`, role: 'UNKNOWN' });

describe('readEarshotMessage', () => {
  it('reads a start', () => {
    expect(read(start)).toEqual({
      ok: true,
      value: {
        kind: 'start',
        start: {
          callId: 'c1',
          isNewId: false,
          codec: 'PCMU',
          sampleRateHz: 8_000,
          channelCount: 3,
          tracks: [{ participantId: 'customer' }, { participantId: 'agent' }, { participantId: null }],
          participants: [customer, agent],
        },
      },
    });
  });

  it('makes a call id where none is sent, and passes on every optional field', () => {
    const labels = { agentId: 'robin', customerNumber: '+1', systemNumber: '+2', queue: 'claims', script: 's' };
    expect(read({ ...start, ...labels, callId: undefined, engine: 'scripted' })).toMatchObject({
      value: { start: { ...labels, callId: 'made', isNewId: true, requestedEngine: 'scripted' } },
    });
  });

  it.each([
    [
      { type: 'participant.joined', participant: agent, track: 2 },
      { kind: 'join', participant: agent, track: 2 },
    ],
    [
      { type: 'participant.joined', participant: agent },
      { kind: 'join', participant: agent },
    ],
    [
      { type: 'participant.changed', participant: agent },
      { kind: 'change', participant: agent },
    ],
    [
      { type: 'participant.left', participantId: 'agent' },
      { kind: 'leave', participantId: 'agent' },
    ],
    [
      { type: 'track.assigned', track: 1, participantId: null },
      { kind: 'assign', track: 1, participantId: null },
    ],
  ])('reads %j', (message, change) => {
    expect(read(message)).toEqual({ ok: true, value: { kind: 'change', change } });
  });

  it('reads end with and without an id', () => {
    expect(read({ type: 'end' })).toEqual({ ok: true, value: { kind: 'end', callId: undefined } });
    expect(read({ type: 'end', callId: 'c1' })).toEqual({ ok: true, value: { kind: 'end', callId: 'c1' } });
  });

  it.each<readonly [unknown, string]>([
    ['{', 'TEXT_NOT_JSON'],
    ['', 'TEXT_NOT_JSON'],
    ['null', 'TEXT_NOT_OBJECT'],
    ['[]', 'TEXT_NOT_OBJECT'],
    [{}, 'TYPE_UNKNOWN'],
    [{ type: 'toString' }, 'TYPE_UNKNOWN'],
    [{ type: ['start'] }, 'TYPE_UNKNOWN'],
    [{ callEvent: 'START' }, 'TYPE_UNKNOWN'],
    ['{"__proto__":{"type":"end"}}', 'TYPE_UNKNOWN'],
    [' '.repeat(MAX_EARSHOT_TEXT_BYTES + 1), 'TEXT_TOO_LARGE'],
  ])('refuses %j', (value, code) => {
    expect(read(value)).toMatchObject({ ok: false, error: { code } });
  });

  it.each<readonly [string, object, string]>([
    ['an unknown field', { ...start, channels: 2 }, 'start'],
    ['a rate as text', { ...start, sampleRateHz: '8000' }, 'sampleRateHz'],
    ['a rate that is too low', { ...start, sampleRateHz: 3_999 }, 'sampleRateHz'],
    ['another codec', { ...start, codec: 'OPUS' }, 'codec'],
    ['no tracks', { ...start, tracks: [] }, 'tracks'],
    ['17 tracks', { ...start, tracks: Array.from({ length: 17 }, () => ({})) }, 'tracks'],
    ['65 participants', { ...start, tracks: [{}], participants: Array.from({ length: 65 }, someone) }, 'participants'],
    ['one participant twice', { ...start, participants: [customer, agent, customer] }, 'participants'],
    ['a track of an unknown participant', { ...start, participants: [customer] }, 'tracks.1.participantId'],
    ['another role', { ...start, participants: [customer, { ...agent, role: 'BOSS' }] }, 'participants.1.role'],
    ['no role', { type: 'participant.joined', participant: { id: 'x' } }, 'participant.role'],
    ['an empty id', { type: 'participant.left', participantId: '' }, 'participantId'],
    ['a long id', { type: 'participant.left', participantId: 'x'.repeat(65) }, 'participantId'],
    [
      'a name with a control character',
      { type: 'participant.changed', participant: { ...agent, name: 'a\u0000' } },
      'participant.name',
    ],
    ['half a surrogate pair', { ...start, callId: '\ud800' }, 'callId'],
    ['a long script', { ...start, script: 'x'.repeat(129) }, 'script'],
    ['a negative track', { type: 'track.assigned', track: -1, participantId: null }, 'track'],
    ['half a track', { type: 'track.assigned', track: 0.5, participantId: null }, 'track'],
    ['no participant of a track', { type: 'track.assigned', track: 1 }, 'participantId'],
    ['an id that is a number', { type: 'end', callId: 5 }, 'callId'],
  ])('refuses a message with %s and names the field', (_, message, field) => {
    const { type } = message as { type: string };
    expect(read(message)).toEqual({
      ok: false,
      error: {
        code: 'MESSAGE_INVALID',
        isForeign: false,
        detail: expect.stringMatching(`^Wrong in ${type}: ${field}[.,]`),
      },
    });
  });

  it('names five wrong fields at most, and nothing that was sent', () => {
    const wrong = { ...start, participants: Array.from({ length: 20 }, () => ({ secret: 'words' })), secret: 'words' };
    const message = read(wrong);
    if (message.ok) throw new Error('accepted');
    expect(message.error.detail?.split(',')).toHaveLength(5);
    expect(message.error.detail).not.toMatch(/secret|words/);
  });
});
