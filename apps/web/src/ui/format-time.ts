const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const dayOfYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** An ISO time of the API in the reader's time zone and manner; the year only where it is another one than now. */
export function formatTime(iso: string): string {
  const time = new Date(iso);
  const sameYear = time.getFullYear() === new Date().getFullYear();
  return `${(sameYear ? day : dayOfYear).format(time)}, ${clock.format(time)}`;
}
