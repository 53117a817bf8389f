import { sayBelowHundred, sayNato, saySingly, type Rendering } from '../say-digits.js';
import type { ValueGrammar } from '../value-grammar.js';
import { sayWithThing } from './number-renderings.js';
import { australia, britain, europe, india } from './regions.js';

/** How people of a region say the marks in an address. */
interface SaidMarks {
  readonly at: string;
  readonly '.': string;
  readonly '-': string;
}

const compact = (parts: readonly string[]): string[] => parts.filter((part) => part !== '');

/** An address has four groups: first name with its mark, last name, digits, domain. */
const renderAddress = (
  { at, ...said }: SaidMarks,
  sayName: (name: string) => string,
  sayDigits: (digits: string) => string,
): Rendering => {
  const sayMark = (mark: string) => (mark === '_' ? 'underscore' : (said[mark as '.' | '-'] ?? ''));
  const sayDomain = (domain: string) => domain.replaceAll('.', ' dot ').replaceAll('-', ` ${said['-']} `);
  return ([first = '', last = '', digits = '', domain = '']) => {
    const mark = /[._-]$/.exec(first)?.[0] ?? '';
    const name = mark === '' ? first : first.slice(0, -1);
    return compact([
      sayName(name),
      `${sayMark(mark)} ${sayName(last)}`.trim(),
      digits === '' ? '' : sayDigits(digits),
      `${at} ${sayDomain(domain)}`,
    ]);
  };
};

const letterByLetter = (name: string): string => [...name].join(' ');
const initialOf = (name: string): string => name.charAt(0);

const addressRenderings = (marks: SaidMarks): readonly Rendering[] => [
  ([first, last, digits, domain]) => [`${first}${last}${digits}@${domain}`],
  ([first, last, digits, domain]) => [`${first}${last}${digits}`, `${marks.at} ${domain}`],
  renderAddress(
    marks,
    (name) => name,
    (digits) => sayBelowHundred(Number(digits), '-'),
  ),
  renderAddress(
    marks,
    (name) => name,
    (digits) => digits,
  ),
  renderAddress(marks, letterByLetter, (digits) => saySingly(digits)),
  renderAddress(marks, letterByLetter, (digits) => [...digits].join(' ')),
  renderAddress(
    marks,
    (name) => (name.length > 1 ? name : sayWithThing('for')(initialOf(name))),
    (digits) => saySingly(digits),
  ),
  renderAddress(
    marks,
    (name) => (name.length > 4 ? name : [...name].map(sayNato).join(' ')),
    (digits) => saySingly(digits, 'oh'),
  ),
];

const emailFrames = [
  'A: where should I email the policy documents / C: {v}',
  "A: what's your email address / C: (it's|) {v}",
  'C: my email has changed, it is {v} now',
  'C: could you send the boarding pass to {v}',
  'A: the email I have is {v}, is that up to date / C: (yes|yep)',
  'A: can you spell the email for me / C: (sure,|) {v}',
  'C: my email is {v}, all lower case',
  'C: send it to {v} and copy in {v2}',
  'C: my invoice number is {invoice} and my email address is {v}',
  'A: phone number / C: {PHONE} / A: and email / C: {v}',
  'A: which email did you sign up with / C: (probably|I think) {v}',
  'C: the quote went to {v} and that is my old email',
  "A: I'll send you the label, what's the best email / C: {v}",
];

const emailGrammar = (
  countries: ValueGrammar['countries'],
  people: readonly string[],
  domains: readonly string[],
  marks: SaidMarks,
): ValueGrammar => ({
  countries,
  create: (random) => {
    const [first = '', last = ''] = random.pick(people).split(' ');
    const mark = random.pick(['.', '.', '_', '-', '']);
    const digits = random.chance(0.4) ? String(random.integer(10, 99)) : '';
    return [first + mark, last, digits, random.pick(domains)];
  },
  renderings: addressRenderings(marks),
  frames: emailFrames,
  bareFrames: ["C: it's {v}", 'C: {v}', 'A: go ahead / C: {v}'],
});

export const emails: readonly ValueGrammar[] = [
  emailGrammar(
    ['US'],
    ['megan foster', 'd ramirez', 'tyler brooks', 'linda wu', 'grace ofori'],
    ['gmail.com', 'yahoo.com', 'outlook.com', 'verizon.net', 'fosterdental.com'],
    { at: 'at', '.': 'dot', '-': 'dash' },
  ),
  emailGrammar(
    britain,
    ['chloe bennett', 'n hughes', 'callum reid', 'ruth okafor'],
    ['gmail.com', 'hotmail.co.uk', 'virginmedia.com', 'reidplumbing.co.uk'],
    { at: 'at', '.': 'dot', '-': 'hyphen' },
  ),
  emailGrammar(
    australia,
    ['lachlan murray', 'k nguyen', 'bree dawson'],
    ['gmail.com', 'optusnet.com.au', 'outlook.com.au'],
    { at: 'at', '.': 'dot', '-': 'dash' },
  ),
  emailGrammar(
    india,
    ['priya nair', 's iyer', 'rohit verma', 'arjun mehta'],
    ['gmail.com', 'yahoo.in', 'vermatraders.in'],
    { at: 'at the rate', '.': 'dot', '-': 'hyphen' },
  ),
  emailGrammar(
    europe,
    ['lukas braun', 'h schmidt', 'carmen vidal', 'ines soler'],
    ['web.de', 'gmx.net', 'hotmail.es', 'vidal-asociados.es'],
    { at: 'at', '.': 'dot', '-': 'minus' },
  ),
];
