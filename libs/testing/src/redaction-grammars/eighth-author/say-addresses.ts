import type { RandomSource } from '../random-source.js';
import { sayEveryday } from '../say-characters.js';
import { two } from '../say-dates.js';
import { sayNato, sayPairs, saySingly, type Rendering } from '../say-digits.js';
import { fromParts, sayMark, spellOut, type AddressParts } from '../say-emails.js';
import type { ValueGrammar } from '../value-grammar.js';

type Say = (text: string) => string;

const asItIs: Say = (text) => text;
const capitalise: Say = (name) => name.charAt(0).toUpperCase() + name.slice(1);
const spellWithHyphens: Say = (name) => [...name.toUpperCase()].join('-');
const spellInCapitals: Say = (name) => spellOut(name.toUpperCase());
const spellInNato: Say = (name) => [...name].map(sayNato).join(' ');
const spellEveryday: Say = (name) => [...name].map((letter) => sayEveryday(letter.toUpperCase())).join(' ');
/** "h a double n a". */
const spellDoubles: Say = (name) => (name.match(/(.)\1?/g) ?? []).map(spellRun).join(' ');
const spellRun: Say = (run) => (run.length > 1 ? `double ${run.charAt(0)}` : run);
/** "clarke c l a r k e". */
const sayAndSpell: Say = (name) => (name.length > 2 ? `${name} ${spellOut(name)}` : spellOut(name));
const sayDash: Say = (mark) => sayMark(mark).trim();
const sayHyphen: Say = (mark) => sayDash(mark).replace('dash', 'hyphen');
/** As Germans and Spaniards say it. */
const sayPoint: Say = (mark) => sayDash(mark).replace('dash', 'minus').replace('dot', 'point');

const speakDomain =
  (dot: string, dash: string, sayLabel: Say = asItIs): Say =>
  (domain) =>
    domain
      .split('.')
      .map((label) => label.split('-').map(sayLabel).join(` ${dash} `))
      .join(` ${dot} `);
const sayDomain = speakDomain('dot', 'dash');
/** "gmail dot com", "web dot d e". */
const spellCountry = speakDomain('dot', 'hyphen', (label) => (label.length === 2 ? spellOut(label) : label));

interface AddressWays {
  readonly sayName: Say;
  readonly sayMark?: Say;
  readonly sayDigits?: Say;
  readonly sayAt?: Say;
}

/** Says the parts of an address one after the other, so that the speaker may pause between them. */
const inParts = ({
  sayName,
  sayMark: say = sayDash,
  sayDigits = asItIs,
  sayAt = (domain) => `at ${sayDomain(domain)}`,
}: AddressWays): Rendering =>
  fromParts(([first, mark, last, digits, domain]) => [
    sayName(first),
    say(mark),
    last === '' ? '' : sayName(last),
    digits === '' ? '' : sayDigits(digits),
    sayAt(domain),
  ]);

const inWriting = (write: (parts: AddressParts) => string): Rendering => fromParts((parts) => [write(parts)]);
const localPart = ([first, mark, last, digits]: AddressParts): string => `${first}${mark}${last}${digits}`;

/** How people say addresses and how engines write what they hear. */
export const addressRenderings: readonly Rendering[] = [
  inWriting((parts) => `${localPart(parts)}@${parts[4]}`),
  inWriting((parts) => `${localPart(parts)}@${parts[4]}`),
  inWriting(
    ([first, mark, last, digits, domain]) => `${capitalise(first)}${mark}${capitalise(last)}${digits}@${domain}`,
  ),
  fromParts((parts) => [localPart(parts), `at ${parts[4]}`]),
  fromParts((parts) => [localPart(parts), `at ${sayDomain(parts[4])}`]),
  inParts({ sayName: asItIs }),
  inParts({ sayName: asItIs, sayDigits: sayPairs }),
  inParts({ sayName: capitalise, sayMark: sayHyphen, sayDigits: saySingly, sayAt: (domain) => `at ${domain}` }),
  inParts({ sayName: asItIs, sayMark: sayHyphen, sayAt: (domain) => `at ${spellCountry(domain)}` }),
  inParts({ sayName: asItIs, sayMark: sayPoint, sayAt: (domain) => `at ${speakDomain('point', 'minus')(domain)}` }),
  inParts({ sayName: asItIs, sayDigits: saySingly, sayAt: (domain) => `at the rate ${sayDomain(domain)}` }),
  inParts({ sayName: spellOut, sayDigits: saySingly }),
  inParts({ sayName: spellDoubles, sayDigits: sayPairs }),
  inParts({ sayName: spellInCapitals, sayAt: (domain) => `@ ${domain}` }),
  inParts({ sayName: spellWithHyphens }),
  inParts({ sayName: sayAndSpell }),
  inParts({ sayName: spellInNato, sayDigits: saySingly }),
  inParts({ sayName: spellEveryday }),
];

const pickPerson = (people: readonly string[], random: RandomSource): readonly [first: string, last: string] => {
  const [first = '', last = ''] = random.pick(people).split(' ');
  return [first, last];
};

/** An address at work or at a university: "first.last", "f.last", "first-last" or "lastf". */
export const createWorkAddress =
  (people: readonly string[], domains: readonly string[]): ValueGrammar['create'] =>
  (random) => {
    const [first, last] = pickPerson(people, random);
    const domain = random.pick(domains);
    if (random.chance(0.15)) return [last, '', first.charAt(0), '', domain];
    return [random.chance(0.4) ? first.charAt(0) : first, random.pick(['.', '.', '-', '_', '']), last, '', domain];
  };

/** A private address with a year or a short number: "lena_vogt1997". */
export const createNumberedAddress =
  (people: readonly string[], domains: readonly string[]): ValueGrammar['create'] =>
  (random) => {
    const [first, last] = pickPerson(people, random);
    const year = random.integer(1975, 2004);
    const digits = random.pick([String(year), two(year % 100), random.number(3)]);
    return [first, random.pick(['', '', '.', '_']), random.chance(0.3) ? '' : last, digits, random.pick(domains)];
  };

/** A student's address: initials and a number. */
export const createStudentAddress =
  (domains: readonly string[]): ValueGrammar['create'] =>
  (random) => [
    random.letters(random.pick([2, 3])).toLowerCase(),
    '',
    '',
    random.number(random.pick([2, 3, 5])),
    random.pick(domains),
  ];

/** An address that a team shares. */
export const createTeamAddress =
  (names: readonly string[], domains: readonly string[]): ValueGrammar['create'] =>
  (random) => [random.pick(names), '', '', '', random.pick(domains)];
