import { ticketPath, type IssuedTicket, type People } from '@earshot/access';
import type {
  MutationChangeUserArgs,
  MutationCreateUserArgs,
  QueryUserSessionsArgs,
  QueryUsersArgs,
  User,
  UserLink,
  UserSession,
} from '@earshot/graphql-api';
import { Failure, type Clock, type SessionQuery, type User as StoredUser } from '@earshot/ports';
import { checkText } from '../../platform/graphql/check-text.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { pageInfoOf, parsePage } from '../../platform/graphql/paging.js';
import { sessionToGraphql, userToGraphql } from './administration.to-graphql.js';
import { MAX_ADMINISTRATION_PAGE } from './key-administration.js';
import type { ListPage } from './list-page.js';
import { applyManagedChange, requireManager } from '../../audit/managed-change.js';
import { toUserChange } from './to-user-change.js';

const NOTHING = { items: [], hasNextPage: false };
/** The store learns of a use within this time. Until then, a session that is in use may look idle. */
const USE_STORED_WITHIN_MS = 120_000;

/** Lists and changes the accounts of the viewer's tenant and their sessions. `people`: null where nobody signs in. */
export class PeopleAdministration {
  constructor(
    private readonly people: People | null,
    private readonly clock: Pick<Clock, 'nowMs'>,
  ) {}

  /** Rejects with `FORBIDDEN`, `PAGE_TOO_LARGE`, `BAD_INPUT` or `BAD_CURSOR`. */
  async listUsers(context: OperationContext, args: QueryUsersArgs): Promise<ListPage<User>> {
    const query = { ...parsePage(args, MAX_ADMINISTRATION_PAGE), search: checkText('search', args.search ?? '') };
    await requireManager(context, 'users');
    const page = (await this.people?.stores.users.list(context.viewer.tenant, query)) ?? NOTHING;
    await context.audit.record('LIST', { details: ['users'] });
    return { nodes: page.items.map(({ item }) => userToGraphql(item)), pageInfo: pageInfoOf(page) };
  }

  /** Sessions that people can still use. Rejects with `FORBIDDEN`, `PAGE_TOO_LARGE`, `BAD_INPUT` or `BAD_CURSOR`. */
  async listSessions(context: OperationContext, args: QueryUserSessionsArgs): Promise<ListPage<UserSession>> {
    const userId = args.userId ? checkText('userId', args.userId) : undefined;
    const query = { ...parsePage(args, MAX_ADMINISTRATION_PAGE), userId };
    await requireManager(context, 'userSessions');
    const page = this.people === null ? NOTHING : await this.readSessions(this.people, context, query);
    await context.audit.record('LIST', { details: ['userSessions'] });
    return { nodes: page.items.map(({ item }) => sessionToGraphql(item)), pageInfo: pageInfoOf(page) };
  }

  /** Rejects with `FORBIDDEN`, `BAD_INPUT`, `NAME_TAKEN` or `TOO_MANY_USERS`. */
  createUser(context: OperationContext, { input }: MutationCreateUserArgs): Promise<UserLink> {
    return applyManagedChange(context, 'createUser', async () => {
      const { accounts } = this.requirePeople();
      const { name, displayName = null, agentId = null, roles, teams = [], queues = [] } = input;
      for (const text of [name, displayName ?? '', agentId ?? '', ...teams, ...queues]) checkText('a name', text);
      const { tenant } = context.viewer;
      const prepared = accounts.prepareInvited({ tenant, name, displayName, agentId, roles, teams, queues });
      const apply = async () => {
        const { user, ticket } = await accounts.addInvited(prepared);
        return showLink(user, ticket);
      };
      return { changedId: prepared.id, apply };
    });
  }

  /** Rejects with `FORBIDDEN`, `BAD_INPUT`, `USER_NOT_FOUND`, `NAME_TAKEN` or `LAST_ADMIN`. */
  changeUser(context: OperationContext, { id, change }: MutationChangeUserArgs): Promise<User> {
    return applyManagedChange(context, 'changeUser', async () => {
      const user = await this.requireUser(context, id);
      const { accounts } = this.requirePeople();
      const checked = toUserChange(change);
      const apply = async () => userToGraphql(await accounts.change(user.tenant, user.id, checked));
      return { changedId: user.id, apply };
    });
  }

  /** Rejects with `FORBIDDEN`, `BAD_INPUT` or `USER_NOT_FOUND`. */
  resetPassword(context: OperationContext, id: string): Promise<UserLink> {
    return applyManagedChange(context, 'resetPassword', async () => {
      const user = await this.requireUser(context, id);
      const { accounts } = this.requirePeople();
      const apply = async () => {
        const ticket = await accounts.resetPassword(user.tenant, user.id);
        return showLink(await this.requireUser(context, id), ticket);
      };
      return { changedId: user.id, apply };
    });
  }

  /** Rejects with `FORBIDDEN`, `BAD_INPUT` or `USER_NOT_FOUND`. */
  resetTotp(context: OperationContext, id: string): Promise<User> {
    return applyManagedChange(context, 'resetTotp', async () => {
      const user = await this.requireUser(context, id);
      const { accounts } = this.requirePeople();
      const apply = async () => {
        await accounts.resetTotp(user.tenant, user.id);
        return userToGraphql(await this.requireUser(context, id));
      };
      return { changedId: user.id, apply };
    });
  }

  /** Rejects with `FORBIDDEN`, `BAD_INPUT` or `SESSION_NOT_FOUND`. */
  endSession(context: OperationContext, id: string): Promise<string> {
    return applyManagedChange(context, 'endSession', async () => {
      const { stores, authenticator } = this.requirePeople();
      const { tenant } = context.viewer;
      const [session] = await stores.sessions.findOpen([checkText('id', id)], this.clock.nowMs());
      if (session?.user.tenant !== tenant) throw sessionNotFound(id);
      const apply = async () => {
        if (!(await stores.sessions.end(tenant, session.id, this.clock.nowMs()))) throw sessionNotFound(id);
        authenticator.endSession(session.id);
        return session.id;
      };
      return { changedId: session.id, apply };
    });
  }

  /** Rejects with `FORBIDDEN`, `BAD_INPUT` or `USER_NOT_FOUND`. */
  endUserSessions(context: OperationContext, userId: string): Promise<string> {
    return applyManagedChange(context, 'endUserSessions', async () => {
      const user = await this.requireUser(context, userId);
      const { issuer } = this.requirePeople();
      const apply = async () => {
        await issuer.endOfUser(user.id);
        return user.id;
      };
      return { changedId: user.id, apply };
    });
  }

  private readSessions({ stores, rules }: People, { viewer }: OperationContext, query: SessionQuery) {
    const nowMs = this.clock.nowMs();
    const usedAfterMs = nowMs - rules.idleLimitMs - USE_STORED_WITHIN_MS;
    return stores.sessions.list(viewer.tenant, { ...query, usedAfterMs }, nowMs);
  }

  private async requireUser({ viewer }: OperationContext, id: string): Promise<StoredUser> {
    const user = await this.requirePeople().stores.users.find(viewer.tenant, checkText('id', id));
    if (user === null) throw new Failure('USER_NOT_FOUND', `There is no account ${id}.`);
    return user;
  }

  private requirePeople(): People {
    if (this.people === null) throw new Failure('BAD_INPUT', 'This Earshot has no sign-in, so it has no accounts.');
    return this.people;
  }
}

const showLink = (user: StoredUser, ticket: IssuedTicket): UserLink => ({
  user: userToGraphql(user),
  path: ticketPath(ticket),
});

const sessionNotFound = (id: string): Failure => new Failure('SESSION_NOT_FOUND', `There is no open session ${id}.`);
