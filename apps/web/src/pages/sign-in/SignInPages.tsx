import type { SignInState } from '@earshot/domain';
import { DonePage } from './DonePage.js';
import { FirstAdminPage } from './FirstAdminPage.js';
import { OnceLinkPage } from './OnceLinkPage.js';
import { SignInPage } from './SignInPage.js';
import './sign-in-pages.css';

interface SignInPagesProps {
  readonly path: string;
  readonly answer: SignInState;
  /** Whether the reader has just signed out. */
  readonly hasLeft: boolean;
}

/** The pages for somebody who is not signed in. Any other path shows the sign-in, and its own page afterwards. */
export default function SignInPages({ path, answer, hasLeft }: SignInPagesProps) {
  switch (path) {
    case '/sign-in/first':
      return <FirstAdminPage />;
    case '/sign-in/once':
      return <OnceLinkPage />;
    case '/sign-in/done':
      return <DonePage answer={answer} />;
    default:
      return <SignInPage answer={answer} hasLeft={hasLeft} />;
  }
}
