import { describe, expect, it } from '@jest/globals';
import type { ParticipantId, ParticipantRole } from '@earshot/contracts';
import { RoleFinder } from './role-finder.js';

const GREETING = 'Thank you for calling Harbour Water, my name is Priya, how can I help you?';
const REQUEST = 'Hi, I am calling about my last bill.';

type Said = readonly [who: string, text: string, over?: { role?: ParticipantRole; startMs?: number }];

/** What is found after each of these finals, as `who: role (reason)`. */
function findAfter(...said: readonly Said[]): string[][] {
  const finder = new RoleFinder();
  return said.map(([who, text, over], at) => {
    const final = { participantId: who as ParticipantId, role: 'UNKNOWN', startMs: at * 1_000, text, ...over } as const;
    return finder.hearFinal(final).map(({ participantId, role, reason }) => `${participantId}: ${role} (${reason})`);
  });
}

const both = ['a: AGENT (GREETING)', 'b: CUSTOMER (GREETING)'];

describe('RoleFinder', () => {
  it('finds both roles once, when both have spoken', () => {
    expect(findAfter(['a', GREETING], ['b', REQUEST], ['a', GREETING])).toEqual([[], both, []]);
    expect(findAfter(['b', REQUEST], ['a', GREETING])).toEqual([[], both]);
  });

  it('names the other party by the one who is recognised', () => {
    expect(findAfter(['a', GREETING], ['b', 'Hello.'])[1]).toEqual([
      'a: AGENT (GREETING)',
      'b: CUSTOMER (OTHER_PARTY)',
    ]);
  });

  it('collects evidence over several finals', () => {
    const found = findAfter(
      ['b', 'hello'],
      ['a', 'may i have your account number'],
      ['b', 'hm'],
      ['b', 'i want to cancel my plan'],
    );
    expect(found).toEqual([[], [], [], both]);
  });

  it.each([
    [
      'nobody says anything that tells',
      [
        ['a', 'Hello.'],
        ['b', 'Good morning.'],
      ],
    ],
    [
      'both say what an agent says',
      [
        ['a', GREETING],
        ['b', GREETING.replace('Priya', 'Tom')],
      ],
    ],
    [
      'both tracks have the same words',
      [
        ['a', `${GREETING} ${REQUEST}`],
        ['b', `${REQUEST} ${GREETING}`],
      ],
    ],
    [
      'a machine answers',
      [
        ['a', 'You reached Jim, leave a message after the tone. Thank you for calling.'],
        ['b', REQUEST],
      ],
    ],
    [
      'it is too late',
      [
        ['a', GREETING, { startMs: 121_000 }],
        ['b', REQUEST, { startMs: 122_000 }],
      ],
    ],
    ['only one has spoken', [['a', GREETING]]],
    [
      'the source said both',
      [
        ['a', GREETING, { role: 'CUSTOMER' }],
        ['b', REQUEST, { role: 'AGENT' }],
      ],
    ],
  ] as [string, Said[]][])('finds nothing when %s', (_when, said) => {
    expect(findAfter(...said).flat()).toEqual([]);
  });

  it('finds nothing any more when a third participant has spoken', () => {
    expect(
      findAfter(['a', 'Hello.'], ['b', 'Hello.'], ['c', 'Hello.'], ['a', GREETING], ['b', REQUEST]).flat(),
    ).toEqual([]);
  });

  it('concludes the other party from an agent whom the source knows, unless the other one sounds like an agent', () => {
    const agent: Said = ['a', 'Hello.', { role: 'AGENT' }];
    expect(findAfter(agent, ['b', 'Hello.'])[1]).toEqual(['b: CUSTOMER (OTHER_PARTY)']);
    expect(findAfter(agent, ['b', GREETING]).flat()).toEqual([]);
  });

  it('needs a greeting of its own for the agent when the source knows the customer', () => {
    const customer: Said = ['b', 'Hello.', { role: 'CUSTOMER' }];
    expect(findAfter(customer, ['a', 'Hello.'], ['a', GREETING]).flat()).toEqual(['a: AGENT (GREETING)']);
  });

  it('reads texts of any length in a moment', () => {
    const long = 'i would like to '.repeat(20_000);
    expect(findAfter(['a', long], ['b', long]).flat()).toEqual([]);
  });
});
