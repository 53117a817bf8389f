import type { SignInState } from '@earshot/domain';
import { NavLinks } from './Nav.js';
import type { Route } from './routes.js';
import './admin-nav.css';

/** Links between the administration pages; absent on other pages. */
export const AdminNav = ({ current, answer }: { current: Route; answer: SignInState }) =>
  current.adminLabel !== undefined && (
    <nav className="admin-nav" aria-label="Administration">
      <NavLinks
        label="adminLabel"
        className="admin-nav-link"
        isCurrent={(route) => route === current}
        answer={answer}
      />
    </nav>
  );
