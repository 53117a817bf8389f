import { Failure } from './failure.js';

/** A tool does not understand an argument. `problem` is one sentence for the person who typed it, without a full stop. */
export const badArgument = (problem: string): Failure =>
  new Failure('BAD_ARGUMENT', `${problem}. --help shows the usage.`);

/** Runs Node's `parseArgs`. It throws several sentences about any wrong argument; the first one names it. */
export function parseToolArguments<Parsed>(parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch (error) {
    const [problem = ''] = (error as Error).message.split(/\.\s|\.?$/m);
    throw badArgument(problem);
  }
}

/** The value of an option that takes a whole number. Throws `BAD_ARGUMENT`. */
export function readWholeNumber(option: string, value: string, { min, max }: { min: number; max: number }): number {
  const number = value.trim() === '' ? NaN : Number(value);
  if (!Number.isInteger(number) || number < min || number > max)
    throw badArgument(`${option} must be a whole number from ${min} to ${max}`);
  return number;
}

/** The value of an option that takes the URL of a server. Throws `BAD_ARGUMENT`. */
export function readServerUrl(option: string, value: string, schemes: readonly [string, string]): string {
  if (schemes.some((scheme) => value.startsWith(`${scheme}://`)) && URL.canParse(value)) return value;
  throw badArgument(`${option} must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`);
}

/** What a tool prints when it fails: the code first, if the person can look it up. */
export function formatToolFailure(error: unknown): string {
  if (error instanceof Failure) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
