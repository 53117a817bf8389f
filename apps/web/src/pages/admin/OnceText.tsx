import { type ReactNode, useEffect, useRef, useState } from 'react';

export interface OnceTextProps {
  readonly label: string;
  /** What it is, and what to do with it. */
  readonly children: ReactNode;
  readonly text: string;
  readonly copyLabel: string;
  readonly onClose: () => void;
}

/** Takes the focus while it is shown, and gives it back to what had it before. */
function useBorrowedFocus() {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    element.current?.focus();
    return () => {
      // The change may have removed the button that led here.
      const next = before?.isConnected ? before : document.getElementById('main');
      if (next instanceof HTMLElement) next.focus();
    };
  }, []);
  return element;
}

/** Shows a secret until it is closed. Nobody can see it again. */
export function OnceText({ label, children, text, copyLabel, onClose }: OnceTextProps) {
  const [outcome, setOutcome] = useState('');
  const section = useBorrowedFocus();
  const copy = (): void =>
    void navigator.clipboard.writeText(text).then(
      () => setOutcome('Copied.'),
      () => setOutcome('The browser did not allow copying. Mark the text and copy it yourself.'),
    );
  return (
    <section ref={section} className="once-text" tabIndex={-1} aria-label={label}>
      <p>{children}</p>
      <code>{text}</code>
      <span className="admin-actions">
        {/* Browsers offer the clipboard to pages with TLS and on this machine only. */}
        {'clipboard' in navigator && (
          <button type="button" className="button" onClick={copy}>
            {copyLabel}
          </button>
        )}
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
        <span role="status">{outcome}</span>
      </span>
    </section>
  );
}
