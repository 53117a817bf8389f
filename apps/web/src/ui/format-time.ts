const dayOfThisYear = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const dayWithYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const timeOfDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** An ISO time of the API in the reader's time zone and locale. Leaves the current year out. */
export function formatTime(iso: string): string {
  const time = new Date(iso);
  const isThisYear = time.getFullYear() === new Date().getFullYear();
  return `${(isThisYear ? dayOfThisYear : dayWithYear).format(time)}, ${timeOfDay.format(time)}`;
}

/** A time of this computer's clock, without the day. */
export const formatTimeOfDay = (ms: number): string => timeOfDay.format(ms);
