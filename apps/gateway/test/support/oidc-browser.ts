import type { SignInState } from '@earshot/domain';
import type { RawAnswer, RunningGateway } from './running-gateway.js';

/** Cookies of one server. */
class CookieJar {
  private readonly values = new Map<string, string>();

  get header(): string {
    return [...this.values].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get names(): string[] {
    return [...this.values.keys()];
  }

  keep(set: readonly string[]): void {
    for (const cookie of set) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      const isRemoval = /max-age=0|expires=thu, 01 jan 1970/i.test(cookie);
      if (isRemoval) this.values.delete(name);
      else this.values.set(name, value);
    }
  }
}

/** A browser that signs in at the gateway through a real provider, one redirect after another. */
export class OidcBrowser {
  private readonly own = new CookieJar();
  private readonly provider = new CookieJar();

  constructor(
    private readonly gateway: RunningGateway,
    private readonly address = '192.0.2.7',
  ) {}

  get origin(): string {
    return `http://127.0.0.1:${this.gateway.port}`;
  }

  get cookieNames(): string[] {
    return this.own.names;
  }

  headers(): Record<string, string> {
    const host = `127.0.0.1:${this.gateway.port}`;
    return { host, origin: this.origin, cookie: this.own.header, 'x-forwarded-for': this.address };
  }

  /** Sends a request to the gateway, and keeps its cookies. */
  async send(path: string, body?: unknown): Promise<RawAnswer> {
    const json = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const options = body === undefined ? { headers: {} } : json;
    const answer = await this.gateway.http(path, { ...options, headers: { ...this.headers(), ...options.headers } });
    this.own.keep(answer.headers['set-cookie'] ?? []);
    return answer;
  }

  /** Opens an address of the gateway. Returns where it leads. */
  async open(path: string): Promise<string> {
    const { status, headers, body } = await this.send(path);
    if (status !== 302) throw new Error(`${path.slice(0, 80)}: HTTP ${status}: ${body.toString()}`);
    return headers.location ?? '';
  }

  /** Begins a sign-in. Returns where the provider asks who it is. */
  begin(returnTo = '/'): Promise<string> {
    return this.open(`/auth/oidc/start?${new URLSearchParams({ returnTo }).toString()}`);
  }

  /** Signs in at the provider. Returns the path at the gateway to which it leads back. */
  visitProvider(url: string, subject: string): Promise<string> {
    return this.follow(url, (_page, at) => ({ url: at, form: { account: subject } }));
  }

  /** Signs out at the provider. Returns the path at the gateway to which it leads back; empty if it leads nowhere. */
  confirmSignOut(url: string): Promise<string> {
    return this.follow(url, (page) => {
      const [, xsrf] = /name="xsrf" value="([^"]+)"/.exec(page) ?? [];
      const confirm = `${new URL(url).origin}/session/end/confirm`;
      return xsrf === undefined ? null : { url: confirm, form: { xsrf, logout: 'yes' } };
    });
  }

  /** Whether the provider leads on from this address without asking who it is. */
  async isKnownToProvider(url: string): Promise<boolean> {
    return (await this.follow(url, () => null)) !== '';
  }

  /** Follows redirects at the provider until they lead to the gateway. `answerPage`: what to send for a page; null to stop there. */
  private async follow(
    start: string,
    answerPage: (page: string, at: string) => { url: string; form: Record<string, string> } | null,
  ): Promise<string> {
    let [at, form] = [start, undefined as Record<string, string> | undefined];
    for (;;) {
      const headers = { cookie: this.provider.header, 'content-type': 'application/x-www-form-urlencoded' };
      const sent = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form).toString() };
      const answer = await fetch(at, { redirect: 'manual', headers, ...sent });
      this.provider.keep(answer.headers.getSetCookie());
      const location = answer.headers.get('location');
      const page = await answer.text();
      if (answer.status >= 400) throw new Error(`${at.slice(0, 80)}: HTTP ${answer.status}: ${page}`);
      const next = location === null ? answerPage(page, at) : { url: new URL(location, at).href, form: undefined };
      if (next === null) return '';
      ({ url: at, form } = next);
      if (at.startsWith(this.origin)) return at.slice(this.origin.length);
    }
  }

  /** Signs in. Returns where it ends: the asked path, or a problem. */
  async signIn(subject: string, returnTo = '/'): Promise<string> {
    return this.open(await this.visitProvider(await this.begin(returnTo), subject));
  }

  async state(): Promise<SignInState> {
    return JSON.parse((await this.send('/auth/session')).body.toString()) as SignInState;
  }

  /** The status of a GraphQL query. */
  async query(): Promise<number> {
    return (await this.send('/graphql', { query: '{ calls(first: 1) { pageInfo { hasNextPage } } }' })).status;
  }

  /** The code of the problem with which the page of sign-in opens; null for another address. */
  problemOf(location: string): string | null {
    const url = new URL(location, this.origin);
    return url.pathname === '/sign-in' ? url.searchParams.get('problem') : null;
  }
}
