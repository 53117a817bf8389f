import type { ReactNode } from 'react';
import './controls.css';

interface NoticeProps {
  readonly kind: 'info' | 'error';
  readonly title?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A message above a page's content, with what the reader can do. */
export function Notice({ kind, title, action, children }: NoticeProps) {
  return (
    <div className={`notice notice-${kind}`} role={kind === 'error' ? 'alert' : undefined}>
      <p>
        {title !== undefined && <strong>{title}. </strong>}
        {children}
      </p>
      {action}
    </div>
  );
}
