const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** An ISO time of the API in the reader's time zone and manner. */
export const formatTime = (iso: string): string => dayAndTime.format(new Date(iso));
