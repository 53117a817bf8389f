const dayMs = 86_400_000;

/** A day of the reader's time zone as a date field has it: `2031-05-04`. */
export const formatDateField = (date: Date): string =>
  [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-');

const twoDigits = (value: number): string => String(value).padStart(2, '0');

export const addDays = (date: Date, days: number): Date => new Date(date.getTime() + days * dayMs);

/** The last second of a day of a date field in the reader's time zone, in ISO 8601. */
export const endOfDay = (day: string): string => new Date(`${day}T23:59:59`).toISOString();
