import type { SignInState } from '@earshot/domain';
import { mayDo } from '../api/session/session-answer.js';
import { type Route, routes } from './routes.js';

/** Links to the pages that have a label in the table of routes and that the viewer may open. */
export function Nav({ current, answer }: { current: Route; answer: SignInState }) {
  return (
    <nav className="nav" aria-label="Pages">
      {routes.map(
        (route) =>
          route.navLabel &&
          (route.right === undefined || mayDo(answer, route.right)) && (
            <a
              key={route.navLabel}
              className="nav-link"
              href={route.paths[0]}
              aria-current={route === current ? 'page' : undefined}
            >
              {route.navLabel}
            </a>
          ),
      )}
    </nav>
  );
}
