import { timingSafeEqual } from 'node:crypto';
import type { Ticket, TicketStore } from '@earshot/ports';
import { formatSecret, hashSecret, newSecretParts, parseSecret } from '../secret-text.js';

export const TICKET_LIFETIME_MS = 24 * 3_600_000;

/** A one-time link: the row to store, and the text for its owner, which nobody can see again. */
export interface IssuedTicket {
  readonly stored: Ticket;
  readonly text: string;
}

export function issueTicket(of: Pick<Ticket, 'tenant' | 'purpose' | 'userId'>, nowMs: number): IssuedTicket {
  const parts = newSecretParts();
  const times = { createdAtMs: nowMs, expiresAtMs: nowMs + TICKET_LIFETIME_MS };
  const stored = { ...of, ...times, id: parts.id, secretHash: hashSecret(parts.secret) };
  return { stored, text: formatSecret('et_', parts) };
}

/** The usable ticket of a text; null for any other text. */
export async function findTicket(
  text: string,
  tickets: Pick<TicketStore, 'findUsable'>,
  nowMs: number,
): Promise<Ticket | null> {
  const parts = parseSecret('et_', text);
  const ticket = parts && (await tickets.findUsable(parts.id, nowMs));
  if (parts === null || ticket === null) return null;
  return timingSafeEqual(hashSecret(parts.secret), ticket.secretHash) ? ticket : null;
}

/** The page that redeems a ticket. The part behind `#` reaches neither a server nor its log. */
export const ticketPath = ({ stored: { purpose }, text }: IssuedTicket): string =>
  `/sign-in/${purpose === 'FIRST_ADMIN' ? 'first' : 'once'}#${text}`;
