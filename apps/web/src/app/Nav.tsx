import type { SignInState } from '@earshot/domain';
import { mayDo } from '../api/session/session-answer.js';
import { type Route, routes } from './routes.js';

interface NavLinksProps {
  /** The links are to the pages that have this label in the table of routes and that the viewer may open. */
  readonly label: 'navLabel' | 'adminLabel';
  readonly className: string;
  readonly isCurrent: (route: Route) => boolean;
  readonly answer: SignInState;
}

export const NavLinks = ({ label, className, isCurrent, answer }: NavLinksProps) =>
  routes
    .filter((route) => route[label] !== undefined && (route.right === undefined || mayDo(answer, route.right)))
    .map((route) => (
      <a
        key={route[label]}
        className={className}
        href={route.paths[0]}
        aria-current={isCurrent(route) ? 'page' : undefined}
      >
        {route[label]}
      </a>
    ));

/** The links of the top bar. One of them stands for all administration pages. */
export function Nav({ current, answer }: { current: Route; answer: SignInState }) {
  const isCurrent = (route: Route): boolean =>
    route === current || (route.adminLabel !== undefined && current.adminLabel !== undefined);
  return (
    <nav className="nav" aria-label="Pages">
      <NavLinks label="navLabel" className="nav-link" isCurrent={isCurrent} answer={answer} />
    </nav>
  );
}
