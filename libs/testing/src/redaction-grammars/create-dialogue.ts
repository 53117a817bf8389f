import type { CountryCode } from 'libphonenumber-js';
import { deliverValue } from './deliver-value.js';
import { harmlessGrammars, type HarmlessKind } from './harmless-grammars.js';
import { chooseAlternatives, markWords, type Mark } from './marked-words.js';
import { RandomSource } from './random-source.js';
import type { Half } from './say-digits.js';
import { secretGrammars, type GrammarKind } from './secret-grammars.js';
import type { Side, Turn } from './turn.js';
import type { ValueGrammar } from './value-grammar.js';

export interface Dialogue {
  readonly country: CountryCode;
  /** In the order in which the turns were spoken. */
  readonly turns: readonly Turn[];
  /** Indices of the turns in the order in which their finals arrive. Each side's finals arrive in order. */
  readonly arrival: readonly number[];
}

export interface DialogueChoice {
  readonly kind: GrammarKind | HarmlessKind;
  readonly half: Half;
  readonly seed: number;
}

const smallTalk: Readonly<Record<Half, readonly (readonly [customer: string, agent: string])[]>> = {
  dev: [
    ['hold on a second', 'take your time'],
    ['let me get my glasses', 'no problem'],
    ['my wife has it in her bag', 'sure'],
    ['okay I have it', 'go ahead'],
  ],
  'held-out': [
    ['one moment please', 'of course'],
    ['I have to look for it', 'there is no rush'],
    ['the dog is barking sorry', "don't worry"],
    ['I found it now', 'great'],
  ],
};
const preludes: Readonly<Record<Half, readonly string[]>> = {
  dev: [
    'A: thank you for calling how can I help you today',
    'C: hi I have a question about my bill',
    'C: my internet has been slow since Monday / A: I am sorry to hear that',
  ],
  'held-out': [
    'A: good morning you are speaking with Sam',
    'C: I would like to change something on my contract / A: I can help with that',
    'A: is there anything else / C: yes there is',
  ],
};

/** Creates one dialogue about a value of the kind. The same choice gives the same dialogue. */
export function createDialogue({ kind, half, seed }: DialogueChoice): Dialogue {
  const random = new RandomSource(`${kind} ${half} ${seed}`);
  const mark: Mark = kind in secretGrammars ? 'secret' : 'harmless';
  const grammars: readonly ValueGrammar[] =
    kind in secretGrammars ? secretGrammars[kind as GrammarKind] : [harmlessGrammars[kind as HarmlessKind]];
  const grammar = random.pick(grammars);
  const turns = [
    ...(random.chance(0.3) ? readFrame(random.pick(preludes[half]), random) : []),
    ...(mark === 'harmless' && random.chance(0.25) ? createPrivateTurns(half, random) : []),
    ...createTurns(grammar, { half, mark, random }),
  ];
  const styled = random.chance(0.5) ? turns.map(punctuate) : turns;
  return { country: random.pick(grammar.countries), turns: styled, arrival: orderArrival(styled, random) };
}

/** A private value that was given before. It must not make redaction hide the harmless number after it. */
function createPrivateTurns(half: Half, random: RandomSource): Turn[] {
  const grammars = secretGrammars[random.pick(Object.keys(secretGrammars) as GrammarKind[])];
  return createTurns(random.pick(grammars), { half, mark: null, random });
}

interface TurnChoices {
  readonly half: Half;
  readonly mark: Mark | null;
  readonly random: RandomSource;
}

function createTurns(grammar: ValueGrammar, { half, mark, random }: TurnChoices): Turn[] {
  const isBare = grammar.bareFrames !== undefined && random.chance(0.25);
  const frames = (isBare ? grammar.bareFrames : undefined) ?? grammar.frames;
  const frame = random.pick(frames[half]);
  const value = grammar.create(random);
  const render = (): string[] =>
    random
      .pick(grammar.renderings[half])(value, random)
      .map((group) => markWords(group, mark));
  const turns = readFrame(frame, random);
  const at = turns.findIndex(({ text }) => text.includes('{v}'));
  const turn = turns[at];
  if (turn === undefined) throw new Error(`The frame has no value: ${frame}`);
  const isSlip = mark === 'secret' && !isBare;
  const delivered = deliverValue(render(), turn, { half, random, isSlip, mark });
  const isAnswer = turns[at - 1]?.side === 'AGENT' && turn.side === 'CUSTOMER';
  const isLateAnswer = isAnswer && mark === 'secret' && random.chance(0.2);
  const echo = random.chance(0.25) ? [echoValue(render(), turn.side, { half, random })] : [];
  const before = [...turns.slice(0, at), ...(isLateAnswer ? createSmallTalk(half, random) : [])];
  return [...before, ...delivered, ...echo, ...turns.slice(at + 1)];
}

function createSmallTalk(half: Half, random: RandomSource): Turn[] {
  const pairs = smallTalk[half].slice(random.integer(0, 3));
  return pairs.flatMap(([customer, agent]): Turn[] => [
    { side: 'CUSTOMER', text: customer },
    { side: 'AGENT', text: agent },
  ]);
}

const echoes: Readonly<Record<Half, readonly string[]>> = {
  dev: ['{v} thank you', 'so that is {v}', 'let me read that back {v}'],
  'held-out': ['{v} perfect', 'okay {v} is that right', 'I have got {v}'],
};

function echoValue(
  groups: readonly string[],
  side: Side,
  { half, random }: { half: Half; random: RandomSource },
): Turn {
  const text = random.pick(echoes[half]).replace('{v}', () => groups.join(' '));
  return { side: side === 'AGENT' ? 'CUSTOMER' : 'AGENT', text };
}

const readFrame = (frame: string, random: RandomSource): Turn[] =>
  chooseAlternatives(frame, (choices) => random.pick(choices))
    .split(' / ')
    .map((line) => ({ side: line.startsWith('A:') ? 'AGENT' : 'CUSTOMER', text: line.slice(2).trim() }));

/** Engines write a capital at the start of a final and a full stop or a question mark at its end. */
function punctuate({ side, text }: Turn): Turn {
  const isQuestion = /^(and |)(what|when|which|can|could|may|is|do|shall)\b/i.test(text);
  const upper = text.replace(/^([^a-z]?)([a-z])/, (_, before: string, first: string) => before + first.toUpperCase());
  return { side, text: `${upper}${isQuestion ? '?' : '.'}` };
}

function orderArrival(turns: readonly Turn[], random: RandomSource): number[] {
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
