import type { SignInState } from '@earshot/domain';

/** What the reader has to do next to be signed in. */
export type SignInStep = 'password' | 'code' | 'new-password' | 'enrolment' | 'done';

/** The next step of a sign-in. A new load of the page continues at the same step, because the server knows it. */
export function stepOf({ session }: SignInState): SignInStep {
  switch (session?.level) {
    case undefined:
      return 'password';
    case 'TOTP':
      return 'code';
    case 'PASSWORD_CHANGE':
      return 'new-password';
    case 'TOTP_ENROLMENT':
      return 'enrolment';
    case 'FULL':
      return 'done';
  }
}
