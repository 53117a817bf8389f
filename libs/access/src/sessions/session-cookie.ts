import type { AccessRequest } from '@earshot/ports';
import { formatSecret, parseSecret, type SecretParts } from '../secret-text.js';
import { cookieName, formatCookie, readCookies } from './cookies.js';

/** The cookie of a session. No script can read it, and no other site can send a change with it. */
export class SessionCookie {
  readonly name: string;

  /** `withTls`: browsers reach this server over TLS only. */
  constructor(readonly withTls: boolean) {
    this.name = cookieName('earshot-session', withTls);
  }

  /** The value of `Set-Cookie` that starts a session in the browser. */
  format(parts: SecretParts, lifetimeMs: number): string {
    return this.formatValue(formatSecret('es_', parts), Math.floor(lifetimeMs / 1_000));
  }

  /** The value of `Set-Cookie` that removes it. */
  formatRemoval(): string {
    return this.formatValue('', 0);
  }

  /** Whether a request has a cookie of this name, of whatever form. */
  isIn(request: AccessRequest): boolean {
    return this.valueIn(request) !== null;
  }

  /** Null for a request without one, or with one of another form. */
  parse(request: AccessRequest): SecretParts | null {
    return parseSecret('es_', this.valueIn(request) ?? '');
  }

  private valueIn(request: AccessRequest): string | null {
    return readCookies(request).find(([name]) => name === this.name)?.[1] ?? null;
  }

  /** The gateway checks the Origin of each change, because the cookie comes with it. */
  private formatValue(value: string, maxAgeS: number): string {
    return formatCookie({ name: this.name, value, maxAgeS, withTls: this.withTls });
  }
}
