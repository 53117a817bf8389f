import type { People } from '@earshot/access';
import { Failure, type ProvisionedUser, type User, type UserChange } from '@earshot/ports';
import { applyManagedChange } from '../audit/managed-change.js';
import type { GatewayConfig } from '../gateway.config.js';
import { applyPatch } from './apply-patch.js';
import { parseQuery, userFilters } from './parse-query.js';
import { chooseAttributes, showPage, type ScimResource } from './scim-resource.js';
import { isId, type ScimTurn } from './scim-turn.js';
import { readUser, showUser, userAttributes, type DescribedUser } from './user-resource.js';

/** Lists and changes the accounts of the client's tenant that its identity provider keeps. Each change is recorded first. */
export class UserProvisioning {
  constructor(
    private readonly people: Pick<People, 'stores' | 'provisionedAccounts'>,
    private readonly agentIdFrom: GatewayConfig['EARSHOT_SCIM_AGENT_ID'],
  ) {}

  /** Rejects with `ScimRefusal` for a filter or a page that is none. */
  async listUsers({ viewer, audit, query, baseUrl }: ScimTurn): Promise<object> {
    const page = parseQuery(query, userFilters);
    const found = await this.people.stores.provisioning.listUsers(viewer.tenant, page.query);
    await audit.record('LIST', { details: ['users'] });
    return showPage(found, page, (user) => chooseAttributes(showUser(user, baseUrl), query));
  }

  /** Rejects with `USER_NOT_FOUND`. */
  async getUser(turn: ScimTurn): Promise<object> {
    const user = await this.requireUser(turn);
    await turn.audit.record('LIST', { details: ['users'] });
    return chooseAttributes(showUser(user, turn.baseUrl), turn.query);
  }

  /** Rejects with `NAME_TAKEN`, `TOO_MANY_USERS` or `ScimRefusal`. */
  createUser(turn: ScimTurn): Promise<ScimResource> {
    return applyManagedChange(turn, 'createUser', async () => {
      const { name, displayName, state, agentId = null, ...profile } = readUser(turn.body, this.agentIdFrom);
      const { provisionedAccounts } = this.people;
      const grant = { tenant: turn.viewer.tenant, name, displayName, state, agentId };
      const prepared = await provisionedAccounts.prepare(grant);
      const apply = async () => showUser(await provisionedAccounts.add(prepared, profile), turn.baseUrl);
      return { changedId: prepared.id, apply };
    });
  }

  /** Rejects with `USER_NOT_FOUND`, `NAME_TAKEN`, `LAST_ADMIN` or `ScimRefusal`. */
  replaceUser(turn: ScimTurn): Promise<ScimResource> {
    return this.changeUser(turn, async () => turn.body);
  }

  /** Rejects as `replaceUser`. */
  patchUser(turn: ScimTurn): Promise<ScimResource> {
    return this.changeUser(turn, (known) => applyPatch(showUser(known, turn.baseUrl), turn.body, userAttributes));
  }

  /** Rejects with `USER_NOT_FOUND` or `LAST_ADMIN`. */
  removeUser(turn: ScimTurn): Promise<null> {
    return applyManagedChange(turn, 'removeUser', async () => {
      const { user } = await this.requireUser(turn);
      const apply = async () => {
        await this.people.provisionedAccounts.remove(user);
        return null;
      };
      return { changedId: user.id, apply };
    });
  }

  private changeUser(turn: ScimTurn, describe: (known: ProvisionedUser) => Promise<unknown>): Promise<ScimResource> {
    return applyManagedChange(turn, 'changeUser', async () => {
      const known = await this.requireUser(turn);
      const said = readUser(await describe(known), this.agentIdFrom);
      const change = changeOf(known.user, said);
      const apply = async () =>
        showUser(await this.people.provisionedAccounts.change(known.user, change, said), turn.baseUrl);
      return { changedId: known.user.id, apply };
    });
  }

  private async requireUser({ viewer, id }: ScimTurn): Promise<ProvisionedUser> {
    if (!isId(id)) throw new Failure('USER_NOT_FOUND', 'There is no account with this id.');
    return this.people.provisionedAccounts.requireUser(viewer.tenant, id);
  }
}

/** Only what differs, so that two requests at once do not undo each other. */
function changeOf(user: User, { name, displayName, state, agentId = user.agentId }: DescribedUser): UserChange {
  return {
    ...(name !== user.name && { name }),
    ...(displayName !== user.displayName && { displayName }),
    ...(state !== user.state && { state }),
    ...(agentId !== user.agentId && { agentId }),
  };
}
