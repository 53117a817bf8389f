/** Shortest value that is recognised without what its speaker repeated or corrected. */
const MIN_CORRECTED_LENGTH = 4;
/** Shortest value that is recognised when its speaker said all of it again. */
const MIN_REPEATED_LENGTH = 6;

/** What speakers dial instead of "+". */
const INTERNATIONAL_PREFIX = '00';

/** Whether a value is the given one, perhaps without characters in its middle that the speaker repeated or corrected. */
export function isReadBack(read: string, said: string): boolean {
  const [value, given] = [read, said].map((one) => one.replaceAll('o', '0')) as [string, string];
  if (value === given || value === `${INTERNATIONAL_PREFIX}${given}`) return true;
  if (value.length < MIN_CORRECTED_LENGTH || value.length >= given.length) return false;
  if (value.length >= MIN_REPEATED_LENGTH && (given.endsWith(value) || given.startsWith(value))) return true;
  let same = 0;
  while (same < value.length && value[same] === given[same]) same++;
  return same > 0 && given.endsWith(value.slice(same)) && 2 * value.length > given.length;
}
