import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { callIdSchema } from '../../ids.js';
import { epochMsSchema } from '../../units.js';

/** What somebody did. A later version may add actions. */
export const auditActions = [
  'LIST',
  'SEARCH',
  'READ',
  'HEAR',
  'DOWNLOAD',
  'SUBSCRIBE',
  'TRANSCRIBE',
  'MANAGE',
  'REFUSED',
  'SIGN_IN',
  'SIGN_IN_FAILED',
  'SIGN_OUT',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** `NOBODY`: the request proved no one. */
export const auditedKinds = ['USER', 'SOURCE', 'SERVICE', 'NOBODY'] as const;

/** Most accesses in one event. The largest ones still fit into one message. */
export const MAX_ACCESSES_PER_EVENT = 200;
/** Most details of one access. */
export const MAX_ACCESS_DETAILS = 32;
const MAX_TEAM_CHARS = 64;
/**
 * Names of our own schema, and for a change also the id of what was changed, such as `disableUser:k7c2m9ta`, or the name of the
 * team. The pattern also stops sentences and numbers, should a caller pass a value by mistake.
 */
const DETAIL = /^(?:[a-z][A-Za-z]{0,31}(?::[0-9a-z]{8})?|(?:addToTeam|removeFromTeam):[\w.!~*'()%-]{1,64})$/;

/** The name of a team as it stands in a detail: percent-encoded, because details hold no spaces and commas, and cut if it is long. */
export const teamInDetail = (team: string): string =>
  encodeURIComponent(team.replace(/\p{Surrogate}/gu, '?')).slice(0, MAX_TEAM_CHARS);

/** One access, or equal accesses that happened at about the same time. */
export const auditedAccessSchema = z.object({
  tenant: z.string().min(1).max(64),
  /** The key of the principal. */
  principal: z.string().min(1).max(128),
  /** The name that people read. */
  subject: z.string().max(256),
  kind: z.enum(auditedKinds),
  action: z.enum(auditActions),
  /** Null when the access is about no single call. */
  callId: callIdSchema.nullable(),
  /** The network address that the request came from; null when it is not known. */
  address: z.string().max(64).nullable(),
  /** What it was about: names of filters, fields and parts, never their values, and ids of changed accounts, keys and sessions. */
  details: z.array(z.string().regex(DETAIL)).max(MAX_ACCESS_DETAILS),
  count: z.number().int().min(1),
  firstAtMs: epochMsSchema,
  lastAtMs: epochMsSchema,
});
export type AuditedAccess = z.infer<typeof auditedAccessSchema>;

export const accessRecorded = defineEvent({
  type: 'access.recorded',
  version: 1,
  says: 'Somebody listed, searched, read, heard or changed something, signed in, or was refused. It holds no word of a call and no value of a filter.',
  data: z.object({ accesses: z.array(auditedAccessSchema).min(1).max(MAX_ACCESSES_PER_EVENT) }),
});
