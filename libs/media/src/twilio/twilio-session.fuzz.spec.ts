import { describe, expect, it } from '@jest/globals';
import type { MediaAction } from '../session/media-action.js';
import { twilioDialects, type TwilioVendor } from './twilio-dialects.js';
import { twilioErrors } from './twilio-errors.js';
import { TwilioSession } from './twilio-session.js';

/** `EARSHOT_FUZZ_SEED` repeats a run or tries another one, `EARSHOT_FUZZ_CALLS` makes it longer. The name shows the seed. */
const SEED = Number(process.env.EARSHOT_FUZZ_SEED ?? 20_261_129);
const CALLS = Number(process.env.EARSHOT_FUZZ_CALLS ?? 300);
const MESSAGES_PER_CALL = 60;

type Random = (below: number) => number;
const randomFrom = (seed: number): Random => {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
};

const utf8 = new TextEncoder();
const hostileValues: readonly unknown[] = [
  undefined,
  null,
  '',
  -1,
  0,
  1,
  1e15,
  9e15,
  1e308,
  '1e3',
  '999999999999999999999',
  ' 20',
  true,
  [],
  {},
  { toString: 'x' },
  ['__proto__'],
  'x'.repeat(400),
  '\u202egro',
  '\u0000',
];

/** A message of a call, in which some fields are hostile. */
function makeMessage(random: Random, at: number, vendor: TwilioVendor): unknown {
  const hostile = (value: unknown) => (random(12) === 0 ? hostileValues[random(hostileValues.length)] : value);
  const { callId, accountId, format, sampleRate } = twilioDialects[vendor];
  const kind = random(20);
  if (kind === 0) return { event: hostile('stop') };
  if (kind === 1) return hostileValues[random(hostileValues.length)];
  if (kind === 2 || at === 0) {
    const formatFields = { encoding: hostile('audio/x-mulaw'), [sampleRate]: hostile(8_000) };
    const start = { [callId]: hostile('c1'), [accountId]: hostile('A1'), tracks: hostile(['inbound', 'outbound']) };
    return { event: 'start', start: hostile({ ...start, [format]: hostile(formatFields) }) };
  }
  const media = {
    track: hostile(random(2) === 0 ? 'inbound' : 'outbound'),
    chunk: hostile(String(at + random(5) - 2)),
    timestamp: hostile(String(at * 20 + random(60) - 30)),
    payload: hostile(Buffer.alloc(random(400), random(256)).toString('base64')),
  };
  return { event: 'media', media: hostile(media) };
}

/** Samples of the call in the actions: those of its audio, and those of gaps on all tracks. */
const samplesIn = (actions: readonly MediaAction<never>[], channelCount: number): number =>
  actions.reduce((sum, action) => {
    if (action.kind === 'audio') return sum + action.samples.length / channelCount;
    return action.kind === 'declare-gap' && action.gap.tracks === undefined ? sum + action.gap.samples : sum;
  }, 0);

describe('a session of hostile messages', () => {
  it(`never fails, and no call is longer than the time that went by (seed ${SEED})`, () => {
    const random = randomFrom(SEED);
    const vendors = Object.keys(twilioDialects) as TwilioVendor[];
    const codes = new Set<string>();
    let [replies, tooLong] = [0, 0];
    for (let call = 0; call < CALLS; call++) {
      const vendor = vendors[random(vendors.length)] ?? 'twilio';
      const session = new TwilioSession({ dialect: twilioDialects[vendor], timeoutMs: 60_000 }, 0);
      let [channelCount, samples, received] = [1, 0, 0];
      const take = (actions: readonly MediaAction<never>[]) => {
        for (const action of actions) {
          if (action.kind === 'start-call') [channelCount, samples, received] = [startOf(action).channelCount, 0, 0];
          if (action.kind === 'count-refusal') codes.add(action.code);
          if (action.kind === 'reply') replies += 1;
        }
        samples += samplesIn(actions, channelCount);
        // Jumps of the timestamps may add up to the time that went by and a minute.
        if (!(samples <= received + 192 * (MESSAGES_PER_CALL * 20 + 61_000))) tooLong += 1;
      };
      for (let at = 0; at < MESSAGES_PER_CALL; at++) {
        const message = makeMessage(random, at, vendor);
        received += 400;
        take(session.receiveText(utf8.encode(JSON.stringify(message) ?? '{'), at * 20) as never);
        if (random(30) === 0) take(session.tick(at * 20) as never);
      }
      take(session.connectionLost() as never);
    }
    expect({ replies, tooLong }).toEqual({ replies: 0, tooLong: 0 });
    expect([...codes].filter((code) => code !== 'WRONG_PROTOCOL' && !Object.hasOwn(twilioErrors, code))).toEqual([]);
    expect(codes.size).toBeGreaterThan(6);
  });
});

const startOf = (action: MediaAction<never>) => (action as unknown as { start: { channelCount: number } }).start;
