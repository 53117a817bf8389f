import { escapeUnprintable } from '@earshot/contracts';
import type { AuditEntry } from '@earshot/ports';

const formatTime = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

/** Formats a row as one line: when, who, from where, what, how often. */
export function formatEntry(entry: AuditEntry): string {
  const { sequence, lastAtMs, subject, principal, address, action, count, callId, details } = entry;
  const times = count === 1 ? '' : ` (${count} times)`;
  const about = [callId ?? '', details.join(' ')].filter((text) => text !== '').join('  ');
  const who = `${subject} [${principal}] from ${address ?? 'an unknown address'}`;
  return escapeUnprintable(`${sequence}  ${formatTime(lastAtMs)}  ${who}  ${action}${times}  ${about}`.trimEnd());
}

/** A row as one line of JSON. Its fields stay the same between versions. */
export const formatJsonLine = (entry: AuditEntry & { readonly hash: string }): string => JSON.stringify(entry);
