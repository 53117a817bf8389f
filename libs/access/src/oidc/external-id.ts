import { createHash } from 'node:crypto';

/** Names a person at a provider: subjects of two providers may be equal. */
export const externalIdOf = (issuer: string, subject: string): string => JSON.stringify([issuer, subject]);

/** A short name of an external id, which is the same for every token of a person. Some subjects are long. */
export const accountOf = (externalId: string): string =>
  createHash('sha256').update(externalId).digest('base64url').slice(0, 22);
