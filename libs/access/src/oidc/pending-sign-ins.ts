import { randomBytes } from 'node:crypto';
import { Failure, type AccessRequest, type Clock, type Sealer } from '@earshot/ports';
import { formatSecret, newSecretParts, parseSecret } from '../secret-text.js';
import { cookieName, formatCookie, readCookies } from '../sessions/cookies.js';

/** A person who takes longer at the provider begins again. */
const MAX_PENDING_MS = 600_000;
/** Sign-ins that one browser may have begun at once, each in a window of its own. */
const MAX_PENDING = 6;

/** A sign-in at the provider that a browser began. The browser keeps it, sealed, until the provider leads back. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  /** Proves to the provider that who redeems the code began the sign-in (RFC 7636). */
  readonly codeVerifier: string;
  /** The origin under which the browser reached Earshot. */
  readonly origin: string;
  /** The path that the person wanted to see. */
  readonly returnTo: string;
  readonly beganAtMs: number;
}

/** A pending sign-in, and the values of `Set-Cookie` with which the browser gets it. */
export interface BegunSignIn {
  readonly pending: PendingSignIn;
  readonly cookies: readonly string[];
}

/**
 * Keeps pending sign-ins in cookies of the browser, one cookie for each, so that two windows do not disturb each other and any
 * gateway can go on. Nobody can read or make one without the master key.
 */
export class PendingSignIns {
  private readonly prefix: string;

  constructor(
    private readonly withTls: boolean,
    private readonly sealer: Pick<Sealer, 'seal' | 'open'>,
    private readonly clock: Pick<Clock, 'nowMs'>,
  ) {
    this.prefix = cookieName('earshot-sign-in-', withTls);
  }

  /** Begins a sign-in. A browser that has begun too many without an end loses those. */
  async begin(request: AccessRequest, what: Pick<PendingSignIn, 'origin' | 'returnTo'>): Promise<BegunSignIn> {
    const parts = newSecretParts();
    const secrets = { state: formatSecret('eo_', parts), nonce: randomText(), codeVerifier: randomText() };
    const pending = { ...secrets, ...what, beganAtMs: this.clock.nowMs() };
    const sealed = await this.sealer.seal(Buffer.from(JSON.stringify(pending)), aboutOf(pending.state));
    const value = Buffer.from(sealed).toString('base64url');
    const others = readCookies(request).filter(([name]) => name.startsWith(this.prefix));
    const removals = others.length < MAX_PENDING ? [] : others.map(([name]) => this.format(name, '', 0));
    return { pending, cookies: [...removals, this.format(this.prefix + parts.id, value, MAX_PENDING_MS / 1_000)] };
  }

  /**
   * The sign-in that this browser began with this state. Rejects with `Failure` `SIGN_IN_NOT_BEGUN` if there is none, or if it
   * began too long ago.
   */
  async find(request: AccessRequest, state: string): Promise<PendingSignIn> {
    const name = this.nameOf(state);
    const value = name === null ? undefined : readCookies(request).find((cookie) => cookie[0] === name)?.[1];
    if (value === undefined) throw notBegun();
    const sealed = Buffer.from(value, 'base64url');
    const plain = await this.sealer.open(sealed, aboutOf(state)).catch(() => {
      throw notBegun();
    });
    const pending = JSON.parse(Buffer.from(plain).toString()) as PendingSignIn;
    if (this.clock.nowMs() - pending.beganAtMs > MAX_PENDING_MS) throw notBegun();
    return pending;
  }

  /** The value of `Set-Cookie` that ends the sign-in with this state; null for a text that is no state. */
  formatRemoval(state: string): string | null {
    const name = this.nameOf(state);
    return name && this.format(name, '', 0);
  }

  private nameOf(state: string): string | null {
    const parts = parseSecret('eo_', state);
    return parts && this.prefix + parts.id;
  }

  private format(name: string, value: string, maxAgeS: number): string {
    return formatCookie({ name, value, maxAgeS, withTls: this.withTls });
  }
}

const aboutOf = (state: string): readonly string[] => ['sign-in at the provider', state];

const randomText = (): string => randomBytes(32).toString('base64url');

const notBegun = (): Failure =>
  new Failure('SIGN_IN_NOT_BEGUN', 'This browser did not begin this sign-in, or it took too long. Begin again.');
