import { describe, expect, it } from '@jest/globals';
import { AudiohookPeer, CONVERSATION_ID, openParameters } from '../../test/audiohook-peer.js';
import { NIL_UUID } from './session-messages.js';

/** `EARSHOT_FUZZ_SEED` repeats a run or tries another one. The name of the test shows the seed. */
const SEED = Number(process.env.EARSHOT_FUZZ_SEED ?? 20_261_129);
const SESSIONS = Number(process.env.EARSHOT_FUZZ_SESSIONS ?? 150);
const INPUTS = 60;

type Action = ReturnType<AudiohookPeer['send']>[number];
type Random = (below: number) => number;

function makeRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state % below;
  };
}

const values: readonly unknown[] = [
  undefined,
  null,
  '',
  -1,
  1e300,
  'PT1S',
  'PT0.02S',
  'PT99999999S',
  'PTS',
  [],
  {},
  true,
  NIL_UUID,
  '\ud800',
  'x'.repeat(2_000),
  { __proto__: null, ani: '\u202e' },
];
const names = [
  'start',
  'discarded',
  'rtt',
  'reason',
  'language',
  'participant',
  'code',
  'media',
  'conversationId',
  'own',
];
const types = ['open', 'close', 'ping', 'paused', 'resumed', 'discarded', 'update', 'error', 'event', 'toString'];

/** One input of a client that may know the protocol well, badly or not at all. */
function attack(peer: AudiohookPeer, random: Random): readonly Action[] {
  const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  const parameters = Object.fromEntries(Array.from({ length: random(4) }, () => [pick(names), pick(values)]));
  switch (random(9)) {
    case 0:
      return peer.send(pick(types), { ...openParameters, ...parameters });
    case 1:
      return peer.sendText(pick(['', '{', '[]', '{"version":"2"}', 'x'.repeat(random(70_000))]));
    case 2:
      return peer.session.receiveBinary(new Uint8Array(random(5_000)), peer.nowMs);
    case 3:
      return peer.tickAfter(random(3_000));
    case 4:
      return peer.read([...peer.session.confirmStart(), ...peer.session.changePause(random(2) === 0)]);
    case 5:
      return peer.read(peer.session.confirmEnd());
    case 6:
      peer.pass(random(20_000));
      return [];
    case 7:
      return peer.speak(random(2_000));
    default:
      return peer.send(pick(types), parameters);
  }
}

describe('an AudioHook session under attack', () => {
  it(`keeps its promises (seed ${SEED})`, () => {
    const random = makeRandom(SEED);
    let started = 0;
    for (let at = 0; at < SESSIONS; at++) {
      const peer = new AudiohookPeer({ isAuthorized: random(10) > 0 });
      const opened = random(3) > 0 ? peer.send('open', openParameters) : [];
      const inputs = Array.from({ length: INPUTS }, () => attack(peer, random));
      const actions = [...opened, ...inputs.flat(), ...peer.session.connectionLost()];
      started += expectOneCall(actions);
      expectNumberedReplies(actions);
      expectBoundedGaps(actions, peer.nowMs);
      expect(actions.slice(actions.findIndex(({ kind }) => kind === 'close') + 1 || actions.length)).toEqual([]);
    }
    expect(started).toBeGreaterThan(SESSIONS / 3);
  });
});

/** At most one call, which ends or is lost once, and nothing of it before or after. Returns how many began. */
function expectOneCall(actions: readonly Action[]): number {
  const steps = actions.flatMap(({ kind }) => (['start-call', 'end-call', 'lose-call'].includes(kind) ? [kind] : []));
  const ofCall = actions.flatMap((action, at) => ('callId' in action || action.kind === 'audio' ? [at] : []));
  const start = actions.findIndex(({ kind }) => kind === 'start-call');
  const end = actions.findIndex(({ kind }) => kind === 'end-call' || kind === 'lose-call');
  expect([[], ['start-call', 'end-call'], ['start-call', 'lose-call']]).toContainEqual(steps);
  expect(ofCall.filter((at) => at < start || at > end)).toEqual([]);
  const ids = actions.flatMap((action) => ('callId' in action ? [action.callId] : []));
  expect(ids.filter((id) => id !== CONVERSATION_ID)).toEqual([]);
  return start < 0 ? 0 : 1;
}

/** The server counts its own messages without a hole, whatever the client sends. */
function expectNumberedReplies(actions: readonly Action[]): void {
  const seqs = actions.flatMap((action) =>
    action.kind === 'reply' ? [(JSON.parse(action.text) as { seq: number }).seq] : [],
  );
  expect(seqs).toEqual(seqs.map((_, at) => at + 1));
}

function expectBoundedGaps(actions: readonly Action[], nowMs: number): void {
  const gaps = actions.flatMap((action) => (action.kind === 'declare-gap' ? [action.gap.samples] : []));
  expect(gaps.every((samples) => Number.isInteger(samples) && samples > 0)).toBe(true);
  expect(gaps.reduce((sum, samples) => sum + samples, 0)).toBeLessThanOrEqual((nowMs + 30_000) * 8);
}
