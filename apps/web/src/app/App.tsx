import { Suspense, lazy, useEffect, useMemo, useRef } from 'react';
import type { SignInState } from '@earshot/domain';
import { ApiProvider } from '../api/ApiProvider.js';
import { mayDo } from '../api/session/session-answer.js';
import { type SessionState, shownAnswer } from '../api/session/session-state.js';
import { useSession } from '../api/session/session-store.js';
import { useLostSinceMs } from '../api/use-lost-since.js';
import { PageSkeleton } from '../ui/PageSkeleton.js';
import { followLinks, usePath } from '../ui/location.js';
import { DarkMode, useTheme } from '../ui/theme.js';
import { useTitle } from '../ui/use-title.js';
import { AdminNav } from './AdminNav.js';
import { ConnectionBadge, LostConnectionNotice } from './ConnectionBadge.js';
import { Nav } from './Nav.js';
import { SessionEnded } from './SessionEnded.js';
import { ThemeButton, TopBar } from './TopBar.js';
import { UserMenu } from './UserMenu.js';
import type { PathParams } from './match-path.js';
import { type Route, findRoute, notFound, preloadPages } from './routes.js';

const SignInPages = lazy(() => import('../pages/sign-in/SignInPages.js'));

/** Moves the focus to the new page: without a page load, a screen reader does not notice that the page changed. */
function useFocusOnNewPage(path: string) {
  const main = useRef<HTMLElement>(null);
  const shownPath = useRef(path);
  useEffect(() => {
    if (shownPath.current === path) return;
    shownPath.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}

interface SignedInProps {
  readonly path: string;
  readonly answer: SignInState;
  readonly hasEnded: boolean;
  readonly themeButton: React.ReactNode;
}

/** The page of the path, or "not found" where the viewer lacks the right: the two look alike. */
function useAllowedRoute(path: string, answer: SignInState): { route: Route; params: PathParams } {
  const found = useMemo(() => findRoute(path), [path]);
  const { right } = found.route;
  return right === undefined || mayDo(answer, right) ? found : { route: notFound, params: {} };
}

/** The pages for somebody who may see them. They stay when the session ends, and wait. */
function SignedIn({ path, answer, hasEnded, themeButton }: SignedInProps) {
  const { route, params } = useAllowedRoute(path, answer);
  const main = useFocusOnNewPage(path);
  const lostSinceMs = useLostSinceMs();
  useEffect(preloadPages, []);
  useTitle(route.title(params));
  return (
    <>
      <TopBar nav={<Nav current={route} answer={answer} />}>
        {!hasEnded && <ConnectionBadge />}
        <UserMenu />
        {themeButton}
      </TopBar>
      {!hasEnded && <LostConnectionNotice />}
      <main
        id="main"
        ref={main}
        tabIndex={-1}
        className={lostSinceMs === null && !hasEnded ? undefined : 'out-of-date'}
      >
        <AdminNav current={route} answer={answer} />
        <Suspense fallback={<PageSkeleton />}>
          <route.Page key={JSON.stringify([route.paths, params])} params={params} />
        </Suspense>
      </main>
      {hasEnded && <SessionEnded />}
    </>
  );
}

/** What there is to see for somebody whom the server does not know, or does not know yet. */
function SignedOut({
  session,
  path,
  themeButton,
}: {
  session: SessionState;
  path: string;
  themeButton: React.ReactNode;
}) {
  return (
    <>
      <TopBar>{themeButton}</TopBar>
      <main id="main" tabIndex={-1}>
        {'answer' in session ? (
          <Suspense fallback={<PageSkeleton />}>
            <SignInPages
              path={path}
              answer={session.answer}
              hasLeft={session.kind === 'signed-out' && session.hasLeft}
            />
          </Suspense>
        ) : (
          <PageSkeleton />
        )}
        {session.kind === 'loading' && session.hasFailed && (
          <p className="unreachable" role="alert">
            The server cannot be reached. Retrying…
          </p>
        )}
      </main>
    </>
  );
}

/** The top bar and the page of the current path, or the sign-in in its place: after it, the asked page is there. */
export function App() {
  const path = usePath();
  const session = useSession();
  const { dark, toggle } = useTheme();
  useEffect(followLinks, []);
  const themeButton = <ThemeButton dark={dark} onToggle={toggle} />;
  const hasPage = session.kind === 'signed-in' || session.kind === 'ended';
  const answer = shownAnswer(session);
  return (
    <DarkMode value={dark}>
      {hasPage && answer !== null && !isSignInPath(path) ? (
        <ApiProvider>
          <SignedIn path={path} answer={answer} hasEnded={session.kind === 'ended'} themeButton={themeButton} />
        </ApiProvider>
      ) : (
        <SignedOut session={session} path={path} themeButton={themeButton} />
      )}
    </DarkMode>
  );
}

const isSignInPath = (path: string): boolean => path === '/sign-in' || path.startsWith('/sign-in/');
