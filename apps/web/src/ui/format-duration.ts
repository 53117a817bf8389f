const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** A position or length on the call clock: `0:07`, `12:40`, `1:02:03`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const minutesShown = hours > 0 ? `${hours}:${twoDigits(minutes)}` : String(minutes);
  return `${minutesShown}:${twoDigits(seconds % 60)}`;
}

/** A length with tenths of a second below one minute: `4.2 s`, `12:40`. */
export const formatSpan = (ms: number): string => (ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms));
