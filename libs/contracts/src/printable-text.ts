/**
 * Characters that a terminal, a log or a page may act on instead of showing: control characters (C0, DEL, C1), line and
 * paragraph separators, marks that turn the direction of the text (a line could read differently from what it holds), and
 * half a surrogate pair, which has no UTF-8 form.
 */
const UNPRINTABLE = '[\\p{Cc}\\p{Cs}\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]';

const unprintable = new RegExp(UNPRINTABLE, 'u');
const everyUnprintable = new RegExp(UNPRINTABLE, 'gu');

/** Whether every character of the text can be shown as it is. */
export const isPrintable = (text: string): boolean => !unprintable.test(text);

/** Writes every unprintable character as an escape such as `\u202e`, so that a terminal or a log shows it and does not act on it. */
export const escapeUnprintable = (text: string): string => replaceUnprintable(text, escape);

/** Replaces every unprintable character. */
export const replaceUnprintable = (text: string, replace: (character: string) => string): string =>
  text.replace(everyUnprintable, replace);

const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
