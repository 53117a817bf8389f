import type { RandomSource } from './random-source.js';
import type { Turn } from './turn.js';

/**
 * The order in which the finals of a call arrive: as they were spoken, one side before the other, or mixed. Each side's finals
 * stay in order.
 */
export function orderArrival(turns: readonly Turn[], random: RandomSource): number[] {
  const indices = turns.map((_, index) => index);
  const way = random.fraction();
  if (way < 0.6) return indices;
  const customers = indices.filter((index) => turns[index]?.side === 'CUSTOMER');
  const agents = indices.filter((index) => turns[index]?.side === 'AGENT');
  if (way < 0.7) return [...customers, ...agents];
  if (way < 0.8) return [...agents, ...customers];
  const mixed: number[] = [];
  while (customers.length + agents.length > 0) {
    const next = agents.length === 0 || (customers.length > 0 && random.chance(0.5)) ? customers : agents;
    mixed.push(next.shift() ?? 0);
  }
  return mixed;
}
