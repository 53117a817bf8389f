import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { SignedInUser } from '@earshot/domain';
import { leave, useShownAnswer } from '../api/session/session-store.js';
import { roleNames } from '../api/session/role-names.js';
import { nameOf } from '../api/session/session-answer.js';
import { useMedia } from '../ui/use-media.js';
import { DemoRoleSwitch } from './DemoRoleSwitch.js';
import './user-menu.css';

/** Closes the menu on Escape, and when the reader clicks or moves the focus elsewhere. */
function useClosing(isOpen: boolean, close: () => void) {
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      close();
      button.current?.focus();
    };
    const onElsewhere = ({ target }: Event): void => {
      if (target instanceof Node && !menu.current?.contains(target)) close();
    };
    document.addEventListener('keydown', onEscape);
    document.addEventListener('pointerdown', onElsewhere);
    document.addEventListener('focusin', onElsewhere);
    return () => {
      document.removeEventListener('keydown', onEscape);
      document.removeEventListener('pointerdown', onElsewhere);
      document.removeEventListener('focusin', onElsewhere);
    };
  }, [isOpen, close]);
  return { menu, button };
}

interface MenuProps {
  readonly session: SignedInUser;
  readonly onClose: () => void;
  /** What found no room in the top bar. */
  readonly more: ReactNode;
}

function Menu({ session, onClose, more }: MenuProps) {
  const [hasFailed, setFailed] = useState(false);
  const signOut = async (): Promise<void> => setFailed(!(await leave()).ok);
  return (
    <div className="user-menu-items">
      <p className="user-menu-who">
        <strong>{nameOf(session)}</strong>
        <span>{session.roles.map((role) => roleNames[role]).join(', ')}</span>
      </p>
      {more}
      <a className="user-menu-item" href="/account" onClick={onClose}>
        Account
      </a>
      <button type="button" className="user-menu-item" onClick={() => void signOut()}>
        Sign out
      </button>
      {hasFailed && (
        <p className="user-menu-failure" role="alert">
          Could not sign out: the server cannot be reached.
        </p>
      )}
    </div>
  );
}

/** Who is signed in, with the way to the account and out. Absent where nobody signs in. */
export function UserMenu() {
  const [isOpen, setOpen] = useState(false);
  const [close] = useState(() => () => setOpen(false));
  const { menu, button } = useClosing(isOpen, close);
  const answer = useShownAnswer();
  const isNarrow = useMedia('(max-width: 900px)');
  const session = answer?.session;
  if (!session) return null;
  const name = nameOf(session);
  const demo = session.isDemo && <DemoRoleSwitch session={session} roles={answer.offers.demoRoles} />;
  return (
    <>
      {!isNarrow && demo}
      <div className="user-menu" ref={menu}>
        <button
          type="button"
          ref={button}
          className="user-menu-button"
          aria-expanded={isOpen}
          aria-label={`Signed in as ${name}`}
          onClick={() => setOpen(!isOpen)}
        >
          <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
            <circle cx="10" cy="6.5" r="3.5" fill="none" stroke="currentColor" strokeWidth="1.75" />
            <path d="M3 18a7 7 0 0 1 14 0" fill="none" stroke="currentColor" strokeWidth="1.75" />
          </svg>
          <span className="user-menu-name">{name}</span>
        </button>
        {isOpen && <Menu session={session} onClose={close} more={isNarrow && demo} />}
      </div>
    </>
  );
}
