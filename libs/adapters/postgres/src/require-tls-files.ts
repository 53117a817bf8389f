import { readFileSync } from 'node:fs';
import { Failure } from '@earshot/ports';

/** The parameters of PostgreSQL's own addresses that name a PEM file. */
const FILES = ['sslrootcert', 'sslcert', 'sslkey'] as const;

/**
 * Throws `STORE_TLS_FAILED` if a file that the address names cannot be read. The driver would find it out at each connection
 * and seem to wait for the server.
 */
export function requireTlsFiles(url: string): void {
  const parameters = new URLSearchParams(url.split('?', 2)[1] ?? '');
  for (const name of FILES) {
    const file = parameters.get(name);
    if (file === null) continue;
    try {
      readFileSync(file);
    } catch (cause) {
      const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown';
      const message = `DATABASE_URL: the file of ${name} cannot be read (${reason})`;
      throw new Failure('STORE_TLS_FAILED', message, { retryable: false });
    }
  }
}
