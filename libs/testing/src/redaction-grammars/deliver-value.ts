import type { DialogueStyle } from './dialogue-style.js';
import type { RandomSource } from './random-source.js';
import type { Turn } from './turn.js';

interface Delivery {
  readonly style: DialogueStyle;
  readonly random: RandomSource;
  /** The speaker may hesitate, repeat or correct himself, or pause for a turn. */
  readonly isSlip: boolean;
  /** Creates the group that a speaker takes back, in place of the group at this index. */
  readonly createWrongGroup: (index: number) => string;
}

/** The turns in which a speaker gives the groups of a value: at once, with slips of the tongue, or over several turns. */
export function deliverValue(groups: readonly string[], turn: Turn, delivery: Delivery): Turn[] {
  const { style, random, isSlip } = delivery;
  const say = (spoken: readonly string[]) => [{ ...turn, text: turn.text.replace('{v}', () => spoken.join(' ')) }];
  const way = isSlip && groups.length > 1 ? random.fraction() : 1;
  if (way < 0.12) return say(insertBetween(groups, random, random.pick(style.hesitations)));
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

/** Says a wrong group, then the right one: "four two no sorry four three". Some speakers start again instead. */
function correctGroup(groups: readonly string[], { style, random, createWrongGroup }: Delivery): string[] {
  const at = random.integer(1, groups.length - 1);
  const { restarts = [] } = style;
  if (restarts.length > 0 && random.chance(0.3)) return [...groups.slice(0, at), random.pick(restarts), ...groups];
  return [...groups.slice(0, at), createWrongGroup(at), random.pick(style.corrections), ...groups.slice(at)];
}

function deliverOverTurns(groups: readonly string[], turn: Turn, { style, random }: Delivery): Turn[] {
  const cut = random.integer(1, groups.length - 1);
  const second = groups.length - cut > 1 && random.chance(0.5) ? cut + 1 : groups.length;
  const parts = [groups.slice(0, cut), groups.slice(cut, second), groups.slice(second)].filter(
    ({ length }) => length > 0,
  );
  const other = turn.side === 'AGENT' ? 'CUSTOMER' : 'AGENT';
  const [before = '', after = ''] = turn.text.split('{v}');
  return parts.flatMap((part, index): Turn[] => {
    const text = part.join(' ') + (index === parts.length - 1 ? after : '');
    if (index === 0) return [{ ...turn, text: before + text }];
    const heard: Turn[] = random.chance(0.5)
      ? [{ side: other, text: respond(parts[index - 1] ?? [], style, random) }]
      : [];
    return [...heard, { side: turn.side, text }];
  });
}

/** What the other side says after a part of the value: a backchannel, or the part itself. */
function respond(
  part: readonly string[],
  { backchannels, readsPartsBack = 0 }: DialogueStyle,
  random: RandomSource,
): string {
  const isReadBack = readsPartsBack > 0 && random.chance(readsPartsBack);
  return isReadBack ? part.join(' ') : random.pick(backchannels);
}
