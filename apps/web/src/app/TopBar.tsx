import { ConnectionBadge } from './ConnectionBadge.js';

function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className="brand-mark">
      <path d="M6 13v6M11 8v16" />
      <path className="brand-mark-agent" d="M16 11v10M21 6v20M26 13v6" />
    </svg>
  );
}

/** What every page has on top: the way home, the connection, light or dark. */
export function TopBar({ dark, onToggleTheme }: { dark: boolean; onToggleTheme: () => void }) {
  return (
    <header className="top-bar">
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <a className="brand" href="/">
        <Mark />
        Earshot
      </a>
      <div className="top-bar-tools">
        <ConnectionBadge />
        <button type="button" className="theme-button" aria-pressed={dark} onClick={onToggleTheme}>
          <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
            <circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" strokeWidth="1.75" />
            <path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" />
          </svg>
          <span>Dark</span>
        </button>
      </div>
    </header>
  );
}
