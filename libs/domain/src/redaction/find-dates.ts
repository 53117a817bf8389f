import type { CharSpan } from './segment-text.js';

/** "2024-01-15 12", "15.01.2024 at 12:30", "1/15/2024": a date with the hour after it. */
const DATE =
  /(?<![\d.-])(?:(?:19|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|[12]\d|3[01])\2(?:19|20)\d\d)(?:(?:T|,? (?:at )?)(?:[01]?\d|2[0-3])(?:[:.]?[0-5]\d){0,2}(?!\d))?(?![-.]?\d)/g;

/** The written dates of a text, each with the hour after it. */
export const findDates = (text: string): CharSpan[] =>
  [...text.matchAll(DATE)].map(({ index, 0: date }) => ({ start: index, end: index + date.length }));
