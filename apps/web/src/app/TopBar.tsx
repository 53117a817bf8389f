import type { ReactNode } from 'react';
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
  /** Links to the pages; absent before sign-in. */
  readonly nav?: ReactNode;
  /** What stands on the right. */
  readonly children: ReactNode;
}

/** The bar above every page. */
export function TopBar({ nav, children }: TopBarProps) {
  return (
    <header className="top-bar">
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <a className="brand" href="/">
        <Logo />
        <span className="brand-name">Earshot</span>
      </a>
      {nav ?? <span className="nav" />}
      <div className="top-bar-tools">{children}</div>
    </header>
  );
}

/** The switch between light and dark. */
export function ThemeButton({ dark, onToggle }: { dark: boolean; onToggle: () => void }) {
  return (
    <button type="button" className="theme-button" aria-pressed={dark} onClick={onToggle}>
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" strokeWidth="1.75" />
        <path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" />
      </svg>
      <span className="theme-label">Dark</span>
    </button>
  );
}
