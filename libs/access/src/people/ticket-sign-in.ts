import { Failure, type Clock, type Ticket, type TicketStore, type User, type UserStore } from '@earshot/ports';
import type { PasswordHasher } from '../passwords/password-hasher.js';
import type { PasswordPolicy } from '../passwords/password-policy.js';
import type { SessionRules } from '../sessions/session-rules.js';
import { newUser } from './accounts.js';
import { findTicket, issueTicket, type IssuedTicket } from './issue-ticket.js';
import type { IssuedSession, SessionIssuer, SignInPlace } from './session-issuer.js';
import { ticketRefused } from './sign-in-refusals.js';

export interface TicketSignInParts {
  readonly users: Pick<UserStore, 'find' | 'addFirstAdmin' | 'hasAdmin'>;
  readonly tickets: TicketStore;
  readonly issuer: Pick<SessionIssuer, 'start'>;
  readonly policy: PasswordPolicy;
  readonly hasher: PasswordHasher;
  readonly rules: Pick<SessionRules, 'allowsDemo'>;
  readonly clock: Clock;
}

/** What the first admin chooses. */
export interface FirstAdmin {
  readonly name: string;
  readonly password: string;
}

/** Signs people in by one-time links. */
export class TicketSignIn {
  constructor(private readonly parts: TicketSignInParts) {}

  /**
   * `firstAdmin`: null unless the link is that for the first admin. Rejects with `Failure` `TICKET_REFUSED`, with `BAD_REQUEST`
   * if the link needs a name and password, and as `PasswordPolicy.requireGoodPassword`: then the link can be used again.
   */
  async redeem(text: string, firstAdmin: FirstAdmin | null, place: SignInPlace): Promise<IssuedSession> {
    const { tickets, clock, issuer } = this.parts;
    const ticket = await findTicket(text, tickets, clock.nowMs());
    if (ticket === null) throw ticketRefused();
    if (ticket.purpose === 'FIRST_ADMIN')
      return issuer.start(await this.addFirstAdmin(ticket, firstAdmin), 'PASSWORD', place);
    const user = await this.findOwner(ticket);
    if (!(await tickets.redeem(ticket.id, clock.nowMs()))) throw ticketRefused();
    return issuer.start(user, ticket.purpose === 'DEMO' ? 'DEMO' : 'ONE_TIME_LINK', place);
  }

  /**
   * A new link for the first admin; null if there is an admin. Earlier ones stay: each of several gateways prints its own, and all
   * of them end when there is an admin.
   */
  async issueForFirstAdmin(tenant: string): Promise<IssuedTicket | null> {
    const { users, tickets, clock } = this.parts;
    if (await users.hasAdmin(tenant)) return null;
    const ticket = issueTicket({ tenant, purpose: 'FIRST_ADMIN', userId: null }, clock.nowMs());
    await tickets.add(ticket.stored, { keepsEarlier: true });
    return ticket;
  }

  private async addFirstAdmin(ticket: Ticket, admin: FirstAdmin | null): Promise<User> {
    const { users, policy, hasher, clock } = this.parts;
    if (admin === null)
      throw new Failure('BAD_REQUEST', 'This link needs a name and a password for the first administrator.');
    await policy.requireGoodPassword(admin.password, { name: admin.name, displayName: null });
    const { tenant, id } = ticket;
    const secrets = { passwordHash: await hasher.hashPassword(admin.password), nowMs: clock.nowMs() };
    const user = { ...newUser({ tenant, name: admin.name, roles: ['ADMIN'] }, secrets), mustChangePassword: false };
    if (!(await users.addFirstAdmin(user, id))) throw ticketRefused();
    const added = await users.find(tenant, user.id);
    if (added === null) throw ticketRefused();
    return added;
  }

  private async findOwner({ tenant, userId, purpose }: Ticket): Promise<User> {
    const { users, rules } = this.parts;
    const user = userId === null ? null : await users.find(tenant, userId);
    if (user?.state !== 'ACTIVE' || (purpose === 'DEMO' && !rules.allowsDemo)) throw ticketRefused();
    return user;
  }
}
