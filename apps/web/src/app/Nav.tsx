import { type Route, routes } from './routes.js';

/** Links to the pages that have a label in the table of routes. */
export function Nav({ current }: { current: Route }) {
  return (
    <nav className="nav" aria-label="Pages">
      {routes.map(
        (route) =>
          route.navLabel && (
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
