import type { AuditAction } from '@earshot/graphql-api';

/** What each action of the audit is for the reader. */
export const actionNames: Readonly<Record<AuditAction, string>> = {
  LIST: 'Listed',
  SEARCH: 'Searched',
  READ: 'Read',
  HEAR: 'Heard',
  DOWNLOAD: 'Downloaded',
  SUBSCRIBE: 'Followed live',
  TRANSCRIBE: 'Had transcribed',
  MANAGE: 'Changed',
  REFUSED: 'Was refused',
  SIGN_IN: 'Signed in',
  SIGN_IN_FAILED: 'Failed to sign in',
  SIGN_OUT: 'Signed out',
};
