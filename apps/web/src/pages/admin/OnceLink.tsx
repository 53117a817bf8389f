import { useState } from 'react';

export interface InvitedPerson {
  readonly name: string;
  /** Path and fragment of the one-time link. */
  readonly path: string;
}

/** Shows a one-time link until it is closed. Nobody can see it again. */
export function OnceLink({ invited, onClose }: { invited: InvitedPerson; onClose: () => void }) {
  const [isCopied, setCopied] = useState(false);
  const link = window.location.origin + invited.path;
  return (
    <section className="once-link" aria-label={`Link for ${invited.name}`}>
      <p>
        <strong>Send this link to {invited.name}.</strong> It works once, and nobody can see it again. The person
        chooses a password there.
      </p>
      <code>{link}</code>
      <span className="admin-actions">
        <button
          type="button"
          className="button"
          onClick={() => void navigator.clipboard.writeText(link).then(() => setCopied(true))}
        >
          {isCopied ? 'Copied' : 'Copy the link'}
        </button>
        <button type="button" className="button" onClick={onClose}>
          Close
        </button>
      </span>
    </section>
  );
}
