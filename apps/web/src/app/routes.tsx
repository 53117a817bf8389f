import { type ComponentType, lazy } from 'react';
import type { Right } from '@earshot/domain';
import CallsPage from '../pages/calls/CallsPage.js';
import { onFirstContent } from '../ui/first-content.js';
import { type PathParams, matchPath } from './match-path.js';

/** One page of the application. */
export interface Route {
  /** Patterns of the page's paths, such as `/calls/:callId`. */
  readonly paths: readonly string[];
  readonly Page: ComponentType<{ params: PathParams }>;
  /** Loads the code of the page before it is shown; absent for a page whose code is there from the start. */
  readonly preload?: () => Promise<unknown>;
  /** Title of the browser tab. */
  readonly title: (params: PathParams) => string;
  /** Label of the page's link in the top bar; absent for a page that other pages lead to. */
  readonly navLabel?: string;
  /** Label of the page's link on the administration pages; absent for any other page. */
  readonly adminLabel?: string;
  /** The right without which the page is not found; absent for a page for everybody who is signed in. */
  readonly right?: Right;
}

const loadCallPage = () => import('../pages/call/CallPage.js');
const CallPage = lazy(loadCallPage);
const StreamPage = lazy(() => import('../pages/stream/StreamPage.js'));
const AccountPage = lazy(() => import('../pages/account/AccountPage.js'));
const PeoplePage = lazy(() => import('../pages/admin/people/PeoplePage.js'));
const TeamsPage = lazy(() => import('../pages/admin/teams/TeamsPage.js'));
const KeysPage = lazy(() => import('../pages/admin/keys/KeysPage.js'));
const SessionsPage = lazy(() => import('../pages/admin/sessions/SessionsPage.js'));
const RetentionPage = lazy(() => import('../pages/admin/retention/RetentionPage.js'));
const NotificationsPage = lazy(() => import('../pages/admin/notifications/NotificationsPage.js'));
const AuditPage = lazy(() => import('../pages/admin/audit/AuditPage.js'));
const NotFoundPage = lazy(() => import('../pages/not-found/NotFoundPage.js'));

/** A page for administrators. */
const adminPage = (path: string, Page: Route['Page'], label: string): Route => ({
  paths: [`/admin/${path}`],
  Page,
  title: () => label,
  adminLabel: label,
  right: 'MANAGE',
});

/** Every page. The list, which most readers open first, is not loaded apart: that would cost another round trip. A new page is one folder in `src/pages` and one line here. */
export const routes: readonly Route[] = [
  { paths: ['/', '/calls'], Page: CallsPage, title: () => 'Calls', navLabel: 'Calls' },
  { paths: ['/calls/:callId'], Page: CallPage, preload: loadCallPage, title: ({ callId }) => `Call ${callId}` },
  { paths: ['/stream'], Page: StreamPage, title: () => 'Stream a call', navLabel: 'Stream', right: 'CONTROL' },
  { ...adminPage('people', PeoplePage, 'People'), navLabel: 'Admin' },
  adminPage('teams', TeamsPage, 'Teams'),
  adminPage('keys', KeysPage, 'Keys'),
  adminPage('sessions', SessionsPage, 'Sessions'),
  adminPage('retention', RetentionPage, 'Retention'),
  adminPage('notifications', NotificationsPage, 'Notifications'),
  { paths: ['/admin/audit'], Page: AuditPage, title: () => 'Audit', navLabel: 'Audit', right: 'AUDIT' },
  { paths: ['/account'], Page: AccountPage, title: () => 'Account' },
];

/** After the first page has its data: its fonts come first. */
const preloadAfterMs = 3_000;

/** The page for an address that no page has, or that the viewer may not open. */
export const notFound: Route = { paths: [], Page: NotFoundPage, title: () => 'Page not found' };

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

/** Loads the code of all pages after the first one has its data, so that the way to them is short. */
export function preloadPages(): () => void {
  const load = (): void => routes.forEach(({ preload }) => void preload?.());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopWaiting = onFirstContent(() => {
    timer = setTimeout(load, preloadAfterMs);
  });
  return () => {
    stopWaiting();
    clearTimeout(timer);
  };
}
