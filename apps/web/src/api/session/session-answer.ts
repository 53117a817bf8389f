import type { Right, SignInState, SignedInUser } from '@earshot/domain';

/** Whether the page may ask for calls: somebody is signed in, or nobody has to be. */
export const isUsable = ({ auth, session }: SignInState): boolean => auth === 'open' || session?.level === 'FULL';

/** Whether the viewer has the right. Without sign-in everybody has all rights. */
export const mayDo = ({ auth, session }: SignInState, right: Right): boolean =>
  auth === 'open' || (session?.level === 'FULL' && session.rights.includes(right));

/** The name that others read. */
export const nameOf = ({ displayName, name }: Pick<SignedInUser, 'displayName' | 'name'>): string =>
  displayName ?? name;
