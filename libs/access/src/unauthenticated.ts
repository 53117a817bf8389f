import { Failure } from '@earshot/ports';

/** One sentence for every reason, so that nobody learns which part of a key was right. */
export const unauthenticated = (): Failure =>
  new Failure('UNAUTHENTICATED', 'This needs a valid access key. Send it as Authorization: Bearer KEY.');
