import type { ErrorTable } from './error-meaning.js';

/** Why somebody gets no access, and errors of keys and teams. */
export const accessErrors = {
  UNAUTHENTICATED: {
    means: 'The request has no valid access key. It got HTTP 401, or its WebSocket was closed with 4401.',
    todo: 'Send a key as Authorization: Bearer KEY. npm run access makes one: docs/how-to/give-access.md.',
  },
  CALL_OF_ANOTHER: {
    means:
      'A client started a call whose id is that of a call of another key. Ingest refused it in the words for a call that is over, so that the client learns nothing.',
    todo: 'The log of ingest names the key. If it is no attack, let each source use ids of its own.',
  },
  FORBIDDEN: {
    means: 'You may see this, but you may not do it.',
    todo: 'Ask an administrator for a role that may.',
  },
  AUDIT_UNAVAILABLE: {
    means: 'The gateway could not record who asked for this, so it did not answer.',
    todo: 'Look at the message bus, and at persistence, which reads calls.audit-trail. Earshot continues by itself.',
  },
  AUDIT_BROKEN: {
    means: 'A row of the audit was changed or removed after it was written.',
    todo: 'Compare the table audit_trail with a backup or an export. The message names the first row that does not fit.',
  },
  NAME_TAKEN: {
    means: 'Another account has this sign-in name. Letter case does not count.',
    todo: 'Choose another name.',
  },
  LAST_ADMIN: {
    means: 'The change would leave nobody who may manage Earshot.',
    todo: 'Give another account the role admin first.',
  },
  TOO_MANY_USERS: {
    means: 'There are 100,000 accounts, and that is the limit.',
    todo: 'Report a bug if you need more.',
  },
  KEY_NOT_FOUND: {
    means: 'There is no usable key with this id.',
    todo: 'npm run access -- list-keys shows the ids. A revoked or expired key stays so; make a new one.',
  },
  TOO_MANY_KEYS: { means: '10,000 keys are usable, and that is the limit.', todo: 'Revoke keys that nobody needs.' },
  TOO_MANY_MEMBERS: {
    means: 'All teams together have 100,000 members, and that is the limit.',
    todo: 'Remove agents who left their team.',
  },
} as const satisfies ErrorTable;
