import { type ComponentType, lazy } from 'react';
import { type PathParams, matchPath } from './match-path.js';

/** One page of the application. */
export interface Route {
  /** Patterns of the page's paths, such as `/calls/:callId`. */
  readonly paths: readonly string[];
  readonly Page: ComponentType<{ params: PathParams }>;
  /** Title of the browser tab. */
  readonly title: (params: PathParams) => string;
  /** Label of the page's link in the top bar; absent for a page that other pages lead to. */
  readonly navLabel?: string;
}

const CallsPage = lazy(() => import('../pages/calls/CallsPage.js'));
const CallPage = lazy(() => import('../pages/call/CallPage.js'));
const NotFoundPage = lazy(() => import('../pages/not-found/NotFoundPage.js'));

/** Every page. A new page is one folder in `src/pages` and one line here. */
export const routes: readonly Route[] = [
  { paths: ['/', '/calls'], Page: CallsPage, title: () => 'Calls', navLabel: 'Calls' },
  { paths: ['/calls/:callId'], Page: CallPage, title: ({ callId }) => `Call ${callId}` },
];

const notFound: Route = { paths: [], Page: NotFoundPage, title: () => 'Page not found' };

/** Finds the page of a path; the "not found" page for an unknown one. */
export function findRoute(path: string): { route: Route; params: PathParams } {
  for (const route of routes) {
    for (const pattern of route.paths) {
      const params = matchPath(pattern, path);
      if (params) return { route, params };
    }
  }
  return { route: notFound, params: {} };
}
