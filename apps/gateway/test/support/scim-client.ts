import { issueKey, type KeyGrant } from '@earshot/access';
import type { PeopleGateway } from './people-gateway.js';

const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** An answer of SCIM; `body`: null without one. */
export interface ScimAnswer {
  readonly status: number;
  readonly body: Record<string, never> & { readonly id: string };
  readonly headers: Record<string, unknown>;
}

type Earshot = Pick<PeopleGateway, 'clock' | 'gateway' | 'keys'>;

/** An identity provider with a key of its own. */
export class ScimClient {
  private constructor(
    private readonly earshot: Earshot,
    private readonly key: string,
  ) {}

  static async connect(earshot: Earshot, grant: Partial<KeyGrant> = {}): Promise<ScimClient> {
    const issued = issueKey({ name: 'Entra ID', kind: 'SERVICE', roles: ['ADMIN'], ...grant }, earshot.clock.nowMs());
    await earshot.keys.add(issued.stored);
    return new ScimClient(earshot, issued.text);
  }

  async send(method: string, path: string, body?: unknown, over: Record<string, string> = {}): Promise<ScimAnswer> {
    const headers = { authorization: `Bearer ${this.key}`, 'content-type': 'application/scim+json', ...over };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await this.earshot.gateway.http(`/scim/v2${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: text }),
    });
    const answered = answer.body.toString();
    return {
      status: answer.status,
      headers: answer.headers,
      body: (answered === '' ? null : JSON.parse(answered)) as ScimAnswer['body'],
    };
  }

  get(path: string): Promise<ScimAnswer> {
    return this.send('GET', path);
  }

  /** The resources that a filter finds. */
  async find(resources: 'Users' | 'Groups', filter: string): Promise<ScimAnswer> {
    return this.get(`/${resources}?filter=${encodeURIComponent(filter)}`);
  }

  patch(path: string, ...operations: object[]): Promise<ScimAnswer> {
    return this.send('PATCH', path, { schemas: [PATCH_SCHEMA], Operations: operations });
  }

  /** A new person as Entra ID sends one; its id. */
  async addUser(userName: string, over: object = {}): Promise<string> {
    const { status, body } = await this.send('POST', '/Users', { schemas: [USER_SCHEMA], userName, ...over });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.id;
  }

  async addGroup(displayName: string, members: readonly string[] = []): Promise<string> {
    const group = { schemas: [GROUP_SCHEMA], displayName, members: members.map((value) => ({ value })) };
    const { status, body } = await this.send('POST', '/Groups', group);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.id;
  }
}
