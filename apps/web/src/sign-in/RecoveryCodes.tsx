import { useState } from 'react';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { downloadFile } from '../ui/download-file.js';
import './sign-in.css';

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

/** The recovery codes, which the server can never show again. */
export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps) {
  const [copied, setCopied] = useState('');
  const text = `${codes.join('\n')}\n`;
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied('Copied.'),
      () => setCopied('The browser did not allow copying. Download the codes instead.'),
    );
  };
  return (
    <SpaceBetween size="m">
      <Alert type="warning" header="Keep these recovery codes now">
        They are shown only once. Each one signs you in a single time, in place of a code of your authenticator app.
      </Alert>
      <ul className="recovery-codes" aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <SpaceBetween size="xs" direction="horizontal">
        {/* Browsers offer the clipboard to pages with TLS and on this machine only. */}
        {'clipboard' in navigator && <Button onClick={copy}>Copy</Button>}
        <Button onClick={() => downloadFile({ name: 'earshot-recovery-codes.txt', type: 'text/plain', content: text })}>
          Download
        </Button>
        <Button variant="primary" onClick={onKept}>
          I have kept them
        </Button>
      </SpaceBetween>
      <p role="status" className="sign-in-text">
        {copied}
      </p>
    </SpaceBetween>
  );
}
