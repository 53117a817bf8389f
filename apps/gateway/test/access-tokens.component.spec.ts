import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { DEFAULT_TENANT } from '@earshot/domain';
import { TestIssuer, type IssuerKey } from '@earshot/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { WebSocket } from 'ws';
import { OidcGateway } from './support/oidc-gateway.js';
import { peopleDatabasePerFile } from './support/people-gateway.js';
import { ScimClient } from './support/scim-client.js';

jest.setTimeout(180_000);

const AUDIENCE = 'https://earshot.example.org';
const TOKEN_LIFE_MS = 3_600_000;

describe('a gateway that takes access tokens', () => {
  const database = peopleDatabasePerFile();
  let issuer: TestIssuer;
  let key: IssuerKey;
  let at: OidcGateway;
  const sockets: WebSocket[] = [];

  beforeEach(async () => {
    ({ issuer, key } = await TestIssuer.open());
    at = await OidcGateway.startWith(database.stores, issuer.url, { EARSHOT_OIDC_AUDIENCE: AUDIENCE });
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.terminate();
    await at.stop();
    await issuer.goAway();
  });

  const nowS = (): number => Math.floor(at.clock.nowMs() / 1_000);
  const sign = (over: Record<string, unknown> = {}): Promise<string> => {
    const times = { iat: nowS(), exp: nowS() + TOKEN_LIFE_MS / 1_000 };
    const person = { sub: 'mia', name: 'Mia', groups: ['quality'], team: ['north'] };
    return issuer.sign({ ...person, aud: AUDIENCE, ...times, ...over }, key);
  };
  const bearer = (token: string): Record<string, string> => (token === '' ? {} : { authorization: `Bearer ${token}` });

  /** The status of a GraphQL query. */
  const query = async (token: string): Promise<number> => {
    const headers = { 'content-type': 'application/json', ...bearer(token) };
    const body = JSON.stringify({ query: '{ calls(first: 1) { pageInfo { hasNextPage } } }' });
    return (await at.gateway.http('/graphql', { method: 'POST', headers, body })).status;
  };
  const startSocket = (token: string): WebSocket => {
    const socket = at.gateway.socket(bearer(token)).on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  /** The status of a refused upgrade. */
  const refusalOf = async (token: string): Promise<number | undefined> => {
    const [, { statusCode }] = (await once(startSocket(token), 'unexpected-response')) as [unknown, IncomingMessage];
    return statusCode;
  };
  /** Opens a socket. Resolves with the code with which it will be closed. */
  const openSocket = async (token: string): Promise<{ readonly closed: Promise<number> }> => {
    const socket = startSocket(token);
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    await once(socket, 'open');
    return { closed };
  };

  it('serves the person of a token, whom it names in the audit', async () => {
    const token = await sign();
    expect(await query(token)).toBe(200);
    await openSocket(token);
    expect(at.recorded()).toContain('LIST Mia calls');
  });

  it.each<[string, () => Promise<string>]>([
    ['without a token', async () => ''],
    ['with an expired token', () => sign({ iat: nowS() - 60, exp: nowS() - 1 })],
    ['with a token for another audience', () => sign({ aud: 'https://other.example.org' })],
    ['with a token of another issuer', () => sign({ iss: 'https://elsewhere.example.org' })],
    ['with a token whose signature is forged', async () => `${(await sign()).slice(0, -8)}AAAAAAAA`],
  ])('answers 401 to requests and sockets %s', async (_what, makeToken) => {
    const token = await makeToken();
    expect([await query(token), await refusalOf(token)]).toEqual([401, 401]);
  });

  it('closes the socket of a token with 4401 when it expires', async () => {
    const token = await sign({ exp: nowS() + 60 });
    const { closed } = await openSocket(token);
    await at.clock.advance(60_000);
    await at.refreshDisabled();
    expect(await closed).toBe(4401);
    expect(await query(token)).toBe(401);
  });

  describe('ends the tokens of somebody', () => {
    let token: string;
    let socket: { readonly closed: Promise<number> };
    let other: { readonly closed: Promise<number> };
    beforeEach(async () => {
      token = await sign();
    });

    const open = async (): Promise<void> => {
      socket = await openSocket(token);
      other = await openSocket(await sign({ sub: 'ben' }));
    };
    const expectEnd = async (): Promise<void> => {
      await at.refreshDisabled();
      expect(await socket.closed).toBe(4401);
      expect([await query(token), await refusalOf(token)]).toEqual([401, 401]);
      expect(await query(await sign({ sub: 'ben' }))).toBe(200);
      expect(await Promise.race([other.closed, 'open'])).toBe('open');
    };

    it('whom an administrator disables, until the account is active again', async () => {
      const { userId } = await at.startSession('mia', null);
      await open();
      await at.people.accounts.change(DEFAULT_TENANT, userId, { state: 'DISABLED' });
      await expectEnd();
      await at.people.accounts.change(DEFAULT_TENANT, userId, { state: 'ACTIVE' });
      await at.refreshDisabled();
      expect(await query(token)).toBe(200);
    });

    it.each<[string, (scim: ScimClient, id: string) => Promise<{ readonly status: number }>]>([
      ['disables', (scim, id) => scim.patch(`/Users/${id}`, { op: 'replace', value: { active: false } })],
      ['removes', (scim, id) => scim.send('DELETE', `/Users/${id}`)],
    ])('whom the provider %s over SCIM, also if this person never signed in', async (_what, end) => {
      const scim = await ScimClient.connect(at);
      const id = await scim.addUser('mia@example.org', { externalId: 'mia' });
      token = await sign({ email: 'MIA@example.org', email_verified: true });
      await open();
      expect((await end(scim, id)).status).toBeLessThan(300);
      await expectEnd();
    });
  });
});
