/** One header line: its name in lower case and in its long form, and its value. */
export type SipHeader = readonly [name: string, value: string];

/** RFC 3261, section 7.3.3, and RFC 4028, section 4. */
const longForms: Readonly<Record<string, string>> = {
  c: 'content-type',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  s: 'subject',
  t: 'to',
  v: 'via',
  x: 'session-expires',
};

/** The header lines of one message, in their order. */
export class SipHeaders {
  constructor(readonly lines: readonly SipHeader[]) {}

  find(name: string): string | undefined {
    return this.lines.find(([lineName]) => lineName === name)?.[1];
  }

  /** The values of all lines of this name. A line with a list of values counts as one. */
  findAll(name: string): readonly string[] {
    return this.lines.filter(([lineName]) => lineName === name).map(([, value]) => value);
  }

  /** The tokens of a header that is a list, such as Require, in lower case. */
  listTokens(name: string): readonly string[] {
    return this.findAll(name)
      .flatMap(splitList)
      .map((token) => token.toLowerCase());
  }
}

export function toHeaderName(written: string): string {
  const name = written.trim().toLowerCase();
  return longForms[name] ?? name;
}

/** Splits at commas that stand outside of quotes and angle brackets. */
export const splitList = (text: string): string[] => splitOutside(text, ',').filter((part) => part !== '');

/** A name, an address and parameters: From, To, Contact, Record-Route (RFC 3261, section 20.10). */
export interface NameAddress {
  readonly name?: string;
  readonly uri: string;
  /** The names are in lower case. A parameter without a value has the value ''. */
  readonly params: Readonly<Record<string, string>>;
}

export function readNameAddress(text: string): NameAddress | null {
  const open = findOutsideQuotes(text, '<');
  if (open < 0) {
    // Without brackets, the parameters belong to the header and not to the address.
    const [uri = '', ...params] = splitOutside(text, ';');
    return uri === '' ? null : { uri, params: readParams(params) };
  }
  const close = text.indexOf('>', open);
  const uri = text.slice(open + 1, close).trim();
  if (close < 0 || uri === '') return null;
  const name = unquote(text.slice(0, open).trim());
  return { ...(name !== '' && { name }), uri, params: readParams(splitOutside(text.slice(close + 1), ';').slice(1)) };
}

/** Reads `name=value` parts; the first of two parameters with one name counts. */
export function readParams(parts: readonly string[]): Readonly<Record<string, string>> {
  const params: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase();
    if (name !== '' && !(name in params)) params[name] = equals < 0 ? '' : unquote(part.slice(equals + 1).trim());
  }
  return params;
}

/** Splits at a character that stands outside of quotes and angle brackets, and trims the parts. */
export function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let isQuoted = false;
  let isInBrackets = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (isQuoted && char === '\\') at += 1;
    else if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (char === '<') isInBrackets = true;
    else if (char === '>') isInBrackets = false;
    else if (char === separator && !isInBrackets) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, text.slice(from).trim()];
}

/** Text without the quotes around it and the backslashes in it. */
export const unquote = (text: string): string =>
  text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replace(/\\(.)/gs, '$1') : text;

function findOutsideQuotes(text: string, wanted: string): number {
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (isQuoted && text[at] === '\\') at += 1;
    else if (text[at] === '"') isQuoted = !isQuoted;
    else if (!isQuoted && text[at] === wanted) return at;
  }
  return -1;
}
