import { openPrincipal } from '@earshot/domain';
import type { Authenticator } from '@earshot/ports';

/** For an Earshot without sign-in. Unless configured otherwise, it listens on loopback only. */
export const openAuthenticator: Authenticator = {
  authenticate: () => Promise.resolve(openPrincipal),
  watch: () => () => {},
};
