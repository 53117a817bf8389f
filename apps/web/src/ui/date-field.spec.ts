import { expect, it } from '@jest/globals';
import { addDays, endOfDay, formatDateField } from './date-field.js';

it('formats a day and finds its end in the time zone of the reader', () => {
  const day = formatDateField(new Date(2031, 4, 4, 8, 30));
  expect(day).toBe('2031-05-04');
  expect(endOfDay(day)).toBe(new Date(2031, 4, 4, 23, 59, 59).toISOString());
  expect(formatDateField(addDays(new Date(2031, 4, 30, 12), 2))).toBe('2031-06-01');
});
