import { Suspense, lazy, useEffect, useMemo, useRef } from 'react';
import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import { useTitle } from '../ui/use-title.js';
import { followLinks, usePath } from './location.js';
import { parseRoute } from './route.js';
import { TopBar } from './TopBar.js';
import { useTheme } from './use-theme.js';

const CallsPage = lazy(() => import('../pages/calls/CallsPage.js'));
const LiveCall = lazy(() => import('../pages/call/LiveCall.js'));

function UnknownPage() {
  useTitle('Not found');
  return (
    <Box padding="xxl" textAlign="center">
      <h1>There is nothing here</h1>
      <Link href="/">To the calls</Link>
    </Box>
  );
}

/** The application: the bar on top and the page of the address. */
export function App() {
  const path = usePath();
  const route = useMemo(() => parseRoute(path), [path]);
  const { dark, toggle } = useTheme();
  const main = useRef<HTMLElement>(null);
  const shownPath = useRef(path);

  useEffect(followLinks, []);
  useEffect(() => {
    if (shownPath.current === path) return;
    shownPath.current = path;
    // Without a page load nobody tells a screen reader that the page is another one.
    main.current?.focus({ preventScroll: true });
  }, [path]);

  return (
    <>
      <TopBar dark={dark} onToggleTheme={toggle} />
      <main id="main" ref={main} tabIndex={-1}>
        <Suspense fallback={null}>
          {route.page === 'calls' && <CallsPage />}
          {route.page === 'call' && <LiveCall key={route.id} id={route.id} dark={dark} />}
          {route.page === 'unknown' && <UnknownPage />}
        </Suspense>
      </main>
    </>
  );
}
