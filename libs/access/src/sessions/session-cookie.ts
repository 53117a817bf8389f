import type { AccessRequest } from '@earshot/ports';
import { formatSecret, parseSecret, type SecretParts } from '../secret-text.js';

/** A browser sends a cookie with this beginning only to the host that set it, and takes it only over TLS. */
const HOST_PREFIX = '__Host-';
const NAME = 'earshot-session';

/** The cookie of a session. No script can read it, and no other site can send a change with it. */
export class SessionCookie {
  readonly name: string;

  /** `withTls`: browsers reach this server over TLS only. */
  constructor(private readonly withTls: boolean) {
    this.name = withTls ? `${HOST_PREFIX}${NAME}` : NAME;
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

  private valueIn({ headers }: AccessRequest): string | null {
    const cookies = [headers['cookie'] ?? []].flat().join(';').split(';');
    const own = cookies.map((cookie) => cookie.trim()).find((cookie) => cookie.startsWith(`${this.name}=`));
    return own?.slice(this.name.length + 1) ?? null;
  }

  /** Lax, because a link from a mail must open the page signed in. The gateway checks the Origin of each change. */
  private formatValue(value: string, maxAgeS: number): string {
    const secure = this.withTls ? '; Secure' : '';
    return `${this.name}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure}`;
  }
}
