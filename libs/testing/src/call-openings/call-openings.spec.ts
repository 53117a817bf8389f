import { describe, expect, it } from '@jest/globals';
import { RoleFinder } from '@earshot/domain';
import { participantIdSchema } from '@earshot/contracts';
import { createDialogue } from '../redaction-grammars/create-dialogue.js';
import { halves } from '../redaction-grammars/grammar-half.js';
import { harmlessKinds, secretKinds } from '../redaction-grammars/grammar-kinds.js';
import type { Turn } from '../redaction-grammars/turn.js';
import { inboundOpenings, outboundOpenings, undecidableOpenings } from './call-openings.js';

type Verdict = 'right' | 'wrong' | 'unknown';

/** What `RoleFinder` makes of a call whose source says nothing about roles. */
function judge(turns: readonly Turn[]): Verdict {
  const finder = new RoleFinder();
  for (const [at, { side, text }] of turns.entries()) {
    const participantId = participantIdSchema.parse(side.toLowerCase());
    const found = finder.hearFinal({ participantId, role: 'UNKNOWN', startMs: at * 4_000, text });
    const agent = found.find(({ role }) => role === 'AGENT');
    if (agent !== undefined) return agent.participantId === 'agent' ? 'right' : 'wrong';
  }
  return 'unknown';
}

function count(calls: readonly (readonly Turn[])[]): Record<Verdict, number> {
  const counts = { right: 0, wrong: 0, unknown: 0 };
  for (const turns of calls) counts[judge(turns)] += 1;
  return counts;
}

describe('the roles of openings that were written without the rules', () => {
  it('are right in four of five inbound calls after two turns, and never wrong', () => {
    const { right, wrong } = count(inboundOpenings);
    expect(wrong).toBe(0);
    expect(right).toBeGreaterThanOrEqual(inboundOpenings.length * 0.8);
  });

  it('are never wrong in outbound calls, and stay unknown where nobody can tell', () => {
    expect(count(outboundOpenings).wrong).toBe(0);
    expect(count(undecidableOpenings)).toEqual({ right: 0, wrong: 0, unknown: undecidableOpenings.length });
  });

  it.each(halves)('are wrong in less than one of a hundred decisions in the middle of calls (%s)', (half) => {
    const calls = [...secretKinds, ...harmlessKinds].flatMap((kind) =>
      Array.from({ length: 10 }, (_, seed) => createDialogue({ kind, half, seed }).turns),
    );
    const { right, wrong } = count(calls);
    expect(right).toBeGreaterThan(0);
    expect(wrong).toBeLessThan((right + wrong) / 100);
  });
});
