import { markWords, type Mark } from './marked-words.js';
import type { RandomSource } from './random-source.js';
import type { Half } from './say-digits.js';
import type { Turn } from './turn.js';

interface Delivery {
  readonly half: Half;
  readonly random: RandomSource;
  /** The speaker may hesitate, repeat or correct himself, or pause for a turn. */
  readonly isSlip: boolean;
  readonly mark: Mark | null;
}

const hesitations: Readonly<Record<Half, readonly string[]>> = {
  dev: ['uh', 'um', 'er'],
  'held-out': ['uhm', 'and then', 'uh so', 'hmm'],
};
const corrections: Readonly<Record<Half, readonly string[]>> = {
  dev: ['no sorry', 'wait no', 'sorry'],
  'held-out': ['no wait', 'I mean', 'sorry I meant'],
};
const backchannels: Readonly<Record<Half, readonly string[]>> = {
  dev: ['okay', 'mhm', 'got it', 'go on'],
  'held-out': ['yep', 'right', 'uh huh', 'yes'],
};

/** The turns in which a speaker gives the groups of a value: at once, with slips of the tongue, or over several turns. */
export function deliverValue(groups: readonly string[], turn: Turn, delivery: Delivery): Turn[] {
  const { half, random, isSlip } = delivery;
  const say = (spoken: readonly string[]) => [{ ...turn, text: turn.text.replace('{v}', () => spoken.join(' ')) }];
  const way = isSlip && groups.length > 1 ? random.fraction() : 1;
  if (way < 0.12) return say(insertBetween(groups, random, random.pick(hesitations[half])));
  if (way < 0.2) return say(repeatGroup(groups, random));
  if (way < 0.3) return say(correctGroup(groups, delivery));
  if (way < 0.5) return deliverOverTurns(groups, turn, delivery);
  if (way < 0.6) return say(groups.map((group, index) => (index < groups.length - 1 ? `${group},` : group)));
  return say(groups);
}

const insertBetween = (groups: readonly string[], random: RandomSource, words: string): string[] => {
  const at = random.integer(1, groups.length - 1);
  return [...groups.slice(0, at), words, ...groups.slice(at)];
};

const repeatGroup = (groups: readonly string[], random: RandomSource): string[] => {
  const at = random.integer(1, groups.length - 1);
  return [...groups.slice(0, at), groups[at - 1] ?? '', ...groups.slice(at)];
};

/** Says a wrong group, then the right one: "four two no sorry four three". */
function correctGroup(groups: readonly string[], { half, random, mark }: Delivery): string[] {
  const at = random.integer(1, groups.length - 1);
  const wrong = markWords(`${random.integer(1, 9)}${random.integer(0, 9)}`, mark);
  return [...groups.slice(0, at), wrong, random.pick(corrections[half]), ...groups.slice(at)];
}

function deliverOverTurns(groups: readonly string[], turn: Turn, { half, random }: Delivery): Turn[] {
  const cut = random.integer(1, groups.length - 1);
  const second = groups.length - cut > 1 && random.chance(0.5) ? cut + 1 : groups.length;
  const parts = [groups.slice(0, cut), groups.slice(cut, second), groups.slice(second)].filter(
    ({ length }) => length > 0,
  );
  const other = turn.side === 'AGENT' ? 'CUSTOMER' : 'AGENT';
  return parts.flatMap((part, index): Turn[] => {
    const text = part.join(' ');
    if (index === 0) return [{ ...turn, text: turn.text.replace(/\{v\}.*$/, () => text) }];
    const heard: Turn[] = random.chance(0.5) ? [{ side: other, text: random.pick(backchannels[half]) }] : [];
    return [...heard, { side: turn.side, text }];
  });
}
