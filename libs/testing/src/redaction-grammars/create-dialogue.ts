import type { CountryCode } from 'libphonenumber-js';
import { deliverValue } from './deliver-value.js';
import type { Half } from './grammar-half.js';
import { grammarHalves } from './grammar-halves.js';
import { withoutCommas, type DialogueStyle, type AuthorGrammars } from './dialogue-style.js';
import { isSecretKind, secretKinds, type GrammarKind, type HarmlessKind } from './grammar-kinds.js';
import { chooseAlternatives, markWords, type Mark } from './marked-words.js';
import { orderArrival } from './order-arrival.js';
import { RandomSource } from './random-source.js';
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
  /** The name of an author. Without one, any author of the half. */
  readonly author?: string;
  readonly seed: number;
}

/** What all turns of one dialogue share. */
interface Scene {
  readonly author: AuthorGrammars;
  /** The author's style, with or without commas. */
  readonly style: DialogueStyle;
  readonly random: RandomSource;
  readonly country: CountryCode;
  /** What the marks of the value say. */
  readonly mark: Mark;
  /** Whether the engine writes punctuation. */
  readonly isPunctuated: boolean;
}

/** An author's grammars of a kind. Empty when the author has none of the kind. */
export const grammarsOf = ({ secret, harmless }: AuthorGrammars, kind: string): readonly ValueGrammar[] =>
  secret[kind as GrammarKind] ?? harmless[kind as HarmlessKind] ?? [];

/** The authors of the half who have grammars of the kind. */
export const authorsOf = ({ kind, half, author }: Omit<DialogueChoice, 'seed'>): readonly AuthorGrammars[] =>
  grammarHalves[half].filter(
    (each) => grammarsOf(each, kind).length > 0 && (author === undefined || each.name === author),
  );

/** Creates one dialogue about a value of the kind. The same choice gives the same dialogue. */
export function createDialogue(choice: DialogueChoice): Dialogue {
  const { kind, half, seed } = choice;
  const random = new RandomSource(`${kind} ${half} ${seed}`);
  const author = random.pick(authorsOf(choice));
  const mark: Mark = isSecretKind(kind) ? 'secret' : 'harmless';
  const grammar = random.pick(grammarsOf(author, kind));
  const country = random.pick(grammar.countries);
  const isPunctuated = random.chance(0.5);
  const style = isPunctuated ? author.style : withoutCommas(author.style);
  const scene: Scene = { author, style, random, country, mark, isPunctuated };
  const isPrivateNear = (share: number) => mark === 'harmless' && share > 0 && random.chance(share);
  const turns = [
    ...(random.chance(0.3) ? createPrelude(scene) : []),
    ...(isPrivateNear(style.privateBefore) ? createPrivateTurns(scene) : []),
    ...createTurns(grammar, scene),
    ...(isPrivateNear(style.privateAfter) ? createPrivateTurns(scene) : []),
  ];
  const styled = isPunctuated ? turns.map(punctuate) : turns;
  return { country, turns: styled, arrival: orderArrival(styled, random) };
}

/** A private value before or after a harmless number. It must not make redaction hide the harmless number. */
function createPrivateTurns(scene: Scene): Turn[] {
  const kind = scene.random.pick(secretKinds);
  return createTurns(pickNeighbour(scene, kind), { ...scene, mark: 'neighbour' });
}

/** A grammar of the dialogue's own country, if the kind has one. */
function pickNeighbour({ author, random, country }: Scene, kind: string): ValueGrammar {
  const grammars = grammarsOf(author, kind);
  const local = grammars.filter(({ countries }) => countries.includes(country));
  return random.pick(local.length > 0 ? local : grammars);
}

function pickFrame({ frames, bareFrames, label = '' }: ValueGrammar, random: RandomSource) {
  const isBare = bareFrames !== undefined && random.chance(0.25);
  return { frame: random.pick(isBare ? bareFrames : frames).replaceAll('{label}', label), isBare };
}

function createTurns(grammar: ValueGrammar, scene: Scene): Turn[] {
  const { style, random, mark } = scene;
  const { frame, isBare } = pickFrame(grammar, random);
  const value = grammar.create(random);
  const render = (groups: readonly string[]): string[] =>
    random
      .pick(grammar.renderings)(groups, random)
      .map((group) => markWords(group, mark));
  const turns = readFrame(frame, scene);
  const at = turns.findIndex(({ text }) => text.includes('{v}'));
  const turn = turns[at];
  if (turn === undefined) throw new Error(`The frame has no value: ${frame}`);
  const maySlip = chooseSlips(scene);
  const isSlip = maySlip && !isBare;
  const createWrongGroup = (index: number): string =>
    style.wrongGroup === 'two-digits'
      ? markWords(`${random.integer(1, 9)}${random.integer(0, 9)}`, mark)
      : (render(grammar.create(random))[index] ?? markWords(random.digits(2), mark));
  const delivered = deliverValue(render(value), turn, { style, random, isSlip, createWrongGroup });
  const isAnswer = turns[at - 1]?.side === 'AGENT' && turn.side === 'CUSTOMER';
  const isLateAnswer = isAnswer && maySlip && random.chance(0.2);
  const echo = random.chance(0.25) ? [echoValue(render(value), turn.side, scene)] : [];
  const sayAgain = (each: Turn): Turn => ({
    ...each,
    text: each.text.replaceAll('{again}', () => render(value).join(' ')),
  });
  const before = [...turns.slice(0, at), ...(isLateAnswer ? createSmallTalk(scene) : [])];
  return [...before, ...delivered, ...echo, ...turns.slice(at + 1)].map((each) =>
    fillSlots(sayAgain(each), scene, grammar),
  );
}

/** Whether the speaker may slip, pause or answer late. */
function chooseSlips({ mark, style: { harmlessSlips = 0 }, random }: Scene): boolean {
  if (mark === 'harmless') return harmlessSlips > 0 && random.chance(harmlessSlips);
  return mark === 'secret';
}

const createPrelude = (scene: Scene): Turn[] =>
  readFrame(scene.random.pick(scene.style.preludes), scene).map((turn) => fillSlots(turn, scene));

/** Fills `{v2}` with another value of the grammar, and slots such as `{order}` with a value of that kind. */
function fillSlots(turn: Turn, scene: Scene, grammar?: ValueGrammar): Turn {
  const text = turn.text.replaceAll(/\{(\w+)\}/g, (_, slot: string) => {
    const isSecond = slot === 'v2' && grammar !== undefined;
    const { create, renderings } = isSecond ? grammar : pickNeighbour(scene, slot);
    const said = scene.random.pick(renderings)(create(scene.random), scene.random).join(' ');
    return markWords(said, isSecond ? scene.mark : isSecretKind(slot) ? 'neighbour' : null);
  });
  return { ...turn, text };
}

function createSmallTalk({ style, random }: Scene): Turn[] {
  const first = random.integer(0, style.smallTalk.length - 1);
  const pairs = style.smallTalk.slice(first, first + 4);
  return pairs.flatMap(([customer, agent]): Turn[] => [
    { side: 'CUSTOMER', text: customer },
    { side: 'AGENT', text: agent },
  ]);
}

function echoValue(groups: readonly string[], side: Side, { style, random }: Scene): Turn {
  const text = random.pick(style.echoes).replace('{v}', () => groups.join(' '));
  return { side: side === 'AGENT' ? 'CUSTOMER' : 'AGENT', text };
}

const readFrame = (frame: string, { random, isPunctuated }: Scene): Turn[] =>
  chooseAlternatives(frame, (choices) => random.pick(choices))
    .split(' / ')
    .map((line) => ({
      side: line.startsWith('A:') ? 'AGENT' : 'CUSTOMER',
      text: isPunctuated ? line.slice(2).trim() : line.slice(2).replaceAll(',', '').trim(),
    }));

/** Engines write a capital at the start of a final and a full stop or a question mark at its end. */
function punctuate({ side, text }: Turn): Turn {
  const isQuestion = /^(and |)(what|when|which|can|could|may|is|do|shall|would|have|who)\b/i.test(text);
  const upper = text.replace(
    /^([^A-Za-z]?)([a-z])/,
    (_, before: string, first: string) => before + first.toUpperCase(),
  );
  return { side, text: `${upper}${isQuestion ? '?' : '.'}` };
}
