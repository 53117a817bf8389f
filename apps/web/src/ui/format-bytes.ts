const units = ['kB', 'MB', 'GB', 'TB'];

/** About how much a number of bytes is, such as `3.4 MB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(Math.max(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 1), units.length);
  const amount = bytes / 1000 ** power;
  return `${amount >= 100 ? Math.round(amount) : Math.round(amount * 10) / 10} ${units[power - 1]}`;
}
