import { Suspense, useEffect, useMemo, useRef } from 'react';
import { followLinks, usePath } from '../ui/location.js';
import { DarkMode, useTheme } from '../ui/theme.js';
import { useTitle } from '../ui/use-title.js';
import { useSignInNeed } from '../api/sign-in-need.js';
import { useLostSinceMs } from '../api/use-lost-since.js';
import { LostConnectionNotice } from './ConnectionBadge.js';
import { PageSkeleton } from '../ui/PageSkeleton.js';
import { SignInNeeded } from './SignInNeeded.js';
import { TopBar } from './TopBar.js';
import { findRoute, preloadPages } from './routes.js';

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

/** The top bar and the page of the current path. */
export function App() {
  const path = usePath();
  const { route, params } = useMemo(() => findRoute(path), [path]);
  const { dark, toggle } = useTheme();
  const main = useFocusOnNewPage(path);
  const lostSinceMs = useLostSinceMs();
  const needsSignIn = useSignInNeed();
  useEffect(followLinks, []);
  useEffect(preloadPages, []);
  useTitle(route.title(params));

  return (
    <DarkMode value={dark}>
      <TopBar route={route} dark={dark} onToggleTheme={toggle} />
      {!needsSignIn && <LostConnectionNotice />}
      <main
        id="main"
        ref={main}
        tabIndex={-1}
        className={lostSinceMs === null || needsSignIn ? undefined : 'out-of-date'}
      >
        {needsSignIn ? (
          <SignInNeeded />
        ) : (
          <Suspense fallback={<PageSkeleton />}>
            <route.Page key={JSON.stringify([route.paths, params])} params={params} />
          </Suspense>
        )}
      </main>
    </DarkMode>
  );
}
