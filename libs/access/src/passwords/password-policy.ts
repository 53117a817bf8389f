import { foldUserName } from '@earshot/domain';
import { Failure, type User } from '@earshot/ports';
import type { BreachedPasswords } from './breached-passwords.js';

const MIN_LENGTH = 12;
const MAX_LENGTH = 256;
/** Of 4: cannot be guessed within 10^10 attempts, which takes years against argon2id. */
const MIN_STRENGTH = 3;
/** The time to estimate the strength grows with the length. What begins so strong is strong. */
const ESTIMATED_LENGTH = 64;

type Named = Pick<User, 'name' | 'displayName'>;

/** Says which passwords people may choose. */
export class PasswordPolicy {
  private strengths: Promise<(password: string, words: string[]) => number> | undefined;

  /** `breached`: null if there is no file of breached passwords. */
  constructor(private readonly breached: Pick<BreachedPasswords, 'contains'> | null) {}

  /** Rejects with `Failure` `PASSWORD_TOO_SHORT`, `PASSWORD_TOO_LONG`, `PASSWORD_TOO_COMMON` or `PASSWORD_BREACHED`. */
  async requireGoodPassword(password: string, person: Named): Promise<void> {
    const length = [...password].length;
    if (length < MIN_LENGTH)
      throw new Failure('PASSWORD_TOO_SHORT', `A password needs at least ${MIN_LENGTH} characters.`);
    if (length > MAX_LENGTH)
      throw new Failure('PASSWORD_TOO_LONG', `A password may have at most ${MAX_LENGTH} characters.`);
    if (await this.isGuessable(password, person))
      throw new Failure(
        'PASSWORD_TOO_COMMON',
        'This password is easy to guess. Use several words that do not belong together.',
      );
    if ((await this.breached?.contains(password)) === true)
      throw new Failure(
        'PASSWORD_BREACHED',
        'This password was published after a break-in elsewhere. Use another one.',
      );
  }

  private async isGuessable(password: string, { name, displayName }: Named): Promise<boolean> {
    if (foldUserName(password) === foldUserName(name)) return true;
    this.strengths ??= loadStrengths();
    const words = ['earshot', name, ...name.split(/[^\p{L}\p{N}]+/u), ...(displayName?.split(/\s+/u) ?? [])];
    const strengthOf = await this.strengths;
    return (
      strengthOf(
        password.slice(0, ESTIMATED_LENGTH),
        words.filter((word) => word !== ''),
      ) < MIN_STRENGTH
    );
  }
}

/** The dictionaries take some megabytes and a while to load, so the first password that somebody chooses loads them. */
async function loadStrengths(): Promise<(password: string, words: string[]) => number> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return (password, words) => estimator.check(password, words).score;
}
