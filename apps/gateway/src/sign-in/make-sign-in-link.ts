import { issueTicket, ticketPath, type IssuedTicket, type People } from '@earshot/access';
import { DEFAULT_TENANT, type SignInState } from '@earshot/domain';
import type { Clock } from '@earshot/ports';
import { findDemoAccount } from './demo-accounts.js';

/** A one-time link that is printed at the start. It works for 24 hours, and never gets into a log. */
export interface SignInLink {
  readonly purpose: 'FIRST_ADMIN' | 'DEMO';
  readonly url: string;
}

/**
 * The link with which a fresh Earshot gets its first administrator, or which opens the demo; null if it needs neither.
 * `pageUrl`: where the web page is.
 */
export async function makeSignInLink(
  people: People | null,
  auth: SignInState['auth'],
  pageUrl: string,
  clock: Clock,
): Promise<SignInLink | null> {
  if (people === null) return null;
  const linkTo = (ticket: IssuedTicket): string => new URL(ticketPath(ticket), pageUrl).href;
  if (people.rules.allowsDemo) return { purpose: 'DEMO', url: linkTo(await issueDemoTicket(people, clock)) };
  const ticket = auth === 'local' ? await people.tickets.issueForFirstAdmin(DEFAULT_TENANT) : null;
  return ticket && { purpose: 'FIRST_ADMIN', url: linkTo(ticket) };
}

/** What an operator reads. */
export const describeSignInLink = ({ purpose, url }: SignInLink): string =>
  purpose === 'DEMO' ? `Open the demo signed in:  ${url}` : `Make the first administrator within 24 hours:  ${url}`;

async function issueDemoTicket({ stores }: People, clock: Clock): Promise<IssuedTicket> {
  const { id } = await findDemoAccount('SUPERVISOR', stores.users, clock);
  const ticket = issueTicket({ tenant: DEFAULT_TENANT, purpose: 'DEMO', userId: id }, clock.nowMs());
  await stores.tickets.add(ticket.stored);
  return ticket;
}
