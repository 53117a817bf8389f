import { sayBelowHundred, saySingly, type Rendering } from './say-digits.js';
import type { ValueGrammar } from './value-grammar.js';

/** An address has the groups first name, mark, last name, digits and domain. */
export type AddressParts = readonly [first: string, mark: string, last: string, digits: string, domain: string];

/** " dot " with spaces around it, or a space if there is no mark. */
export const sayMark = (mark: string): string => ({ '.': ' dot ', _: ' underscore ', '-': ' dash ' })[mark] ?? ' ';
const sayDomain = (domain: string): string => `at ${domain.replaceAll('.', ' dot ')}`;
/** "l e n a". */
export const spellOut = (name: string): string => [...name].join(' ');

/** A rendering of the parts of an address. Leaves empty parts out. */
export const fromParts =
  (render: (parts: AddressParts) => readonly string[]): Rendering =>
  ([first = '', mark = '', last = '', digits = '', domain = '']) =>
    render([first, mark, last, digits, domain]).filter((part) => part !== '');

const written = fromParts(([first, mark, last, digits, domain]) => [`${first}${mark}${last}${digits}@${domain}`]);

/** Written, or spoken with "at" and "dot", whole or spelled. */
export const emailRenderings: readonly Rendering[] = [
  written,
  written,
  written,
  fromParts(([first, mark, last, digits, domain]) => [`${first}${mark}${last}${digits}`, sayDomain(domain)]),
  fromParts(([first, mark, last, digits, domain]) => [`${first}${sayMark(mark)}${last}`, digits, sayDomain(domain)]),
  fromParts(([first, mark, last, digits, domain]) => [
    `${first}${sayMark(mark)}${last}`,
    digits === '' ? '' : sayBelowHundred(Number(digits)),
    sayDomain(domain),
  ]),
  fromParts(([first, mark, last, digits, domain]) => [
    spellOut(first),
    `${sayMark(mark)}${spellOut(last)}`.trim(),
    digits === '' ? '' : saySingly(digits),
    sayDomain(domain),
  ]),
  fromParts(([first, mark, last, digits, domain]) => [`${first}${mark}${last}${digits}`, `at ${domain}`]),
];

/** Creates the address of one of these people ("first last") at one of these domains. */
export const createEmail =
  (people: readonly string[], domains: readonly string[]): ValueGrammar['create'] =>
  (random) => {
    const [first = '', last = ''] = random.pick(people).split(' ');
    const digits = random.chance(0.3) ? String(random.integer(11, 99)) : '';
    const isInitial = random.chance(0.25);
    const mark = random.pick(['.', '.', '.', '_', '-', '']);
    return [isInitial ? first.charAt(0) : first, mark, last, digits, random.pick(domains)];
  };
