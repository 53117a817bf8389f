import { useSignInNeed } from '../api/sign-in-need.js';
import { ConnectionBadge } from './ConnectionBadge.js';
import { Nav } from './Nav.js';
import type { Route } from './routes.js';
import './top-bar.css';

function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className="logo">
      <path d="M6 13v6M11 8v16" />
      <path className="logo-agent" d="M16 11v10M21 6v20M26 13v6" />
    </svg>
  );
}

interface TopBarProps {
  readonly route: Route;
  readonly dark: boolean;
  readonly onToggleTheme: () => void;
}

/** The bar above every page: links to the pages, the connection, and the switch between light and dark. */
export function TopBar({ route, dark, onToggleTheme }: TopBarProps) {
  const needsSignIn = useSignInNeed();
  return (
    <header className="top-bar">
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <a className="brand" href="/">
        <Logo />
        Earshot
      </a>
      <Nav current={route} />
      <div className="top-bar-tools">
        {!needsSignIn && <ConnectionBadge />}
        <button type="button" className="theme-button" aria-pressed={dark} onClick={onToggleTheme}>
          <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
            <circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" strokeWidth="1.75" />
            <path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" />
          </svg>
          <span className="theme-label">Dark</span>
        </button>
      </div>
    </header>
  );
}
