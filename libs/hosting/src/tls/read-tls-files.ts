import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { Failure } from '@earshot/ports';

/** The settings of a server that speaks TLS. */
export interface TlsFileSettings {
  readonly EARSHOT_TLS_CERT_FILE?: string | undefined;
  readonly EARSHOT_TLS_KEY_FILE?: string | undefined;
  readonly EARSHOT_TLS_CLIENT_CA_FILE?: string | undefined;
}

/** The contents of the files, as PEM. */
export interface TlsPems {
  readonly cert: string;
  readonly key: string;
  /** Authorities of client certificates. Undefined: clients need no certificate. */
  readonly clientCa: string | undefined;
}

/**
 * Reads the files that the settings name; null where they name none. Rejects with `Failure` `TLS_FILES_UNUSABLE`, which names
 * the setting and never quotes a file.
 */
export async function readTlsFiles(settings: TlsFileSettings): Promise<TlsPems | null> {
  const { EARSHOT_TLS_CERT_FILE, EARSHOT_TLS_KEY_FILE, EARSHOT_TLS_CLIENT_CA_FILE } = settings;
  if (EARSHOT_TLS_CERT_FILE === undefined && EARSHOT_TLS_KEY_FILE === undefined) {
    if (EARSHOT_TLS_CLIENT_CA_FILE === undefined) return null;
    throw unusable('EARSHOT_TLS_CLIENT_CA_FILE', 'needs EARSHOT_TLS_CERT_FILE and EARSHOT_TLS_KEY_FILE');
  }
  return {
    cert: await readPem('EARSHOT_TLS_CERT_FILE', EARSHOT_TLS_CERT_FILE),
    key: await readPem('EARSHOT_TLS_KEY_FILE', EARSHOT_TLS_KEY_FILE),
    clientCa:
      EARSHOT_TLS_CLIENT_CA_FILE === undefined
        ? undefined
        : await readPem('EARSHOT_TLS_CLIENT_CA_FILE', EARSHOT_TLS_CLIENT_CA_FILE),
  };
}

/** Checks that a server can use the files now. Returns when the certificate expires. Throws `TLS_FILES_UNUSABLE`. */
export function checkTlsPems({ cert, key, clientCa }: TlsPems, nowMs: number): Date {
  const certificate = parse('EARSHOT_TLS_CERT_FILE', 'holds no certificate in PEM', () => new X509Certificate(cert));
  const privateKey = parse('EARSHOT_TLS_KEY_FILE', 'holds no private key in PEM without a passphrase', () =>
    createPrivateKey(key),
  );
  if (!certificate.checkPrivateKey(privateKey)) {
    throw unusable('EARSHOT_TLS_KEY_FILE', 'holds the key of another certificate than EARSHOT_TLS_CERT_FILE');
  }
  const [validFrom, validUntil] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  if (validUntil.getTime() <= nowMs) {
    throw unusable('EARSHOT_TLS_CERT_FILE', `the certificate expired on ${validUntil.toISOString()}`);
  }
  if (validFrom.getTime() > nowMs) {
    throw unusable('EARSHOT_TLS_CERT_FILE', `the certificate is valid only from ${validFrom.toISOString()}`);
  }
  parse('EARSHOT_TLS_CERT_FILE', 'TLS does not accept the certificate', () => createSecureContext({ cert, key }));
  if (clientCa !== undefined) {
    parse('EARSHOT_TLS_CLIENT_CA_FILE', 'holds no certificate in PEM', () => new X509Certificate(clientCa));
  }
  return validUntil;
}

async function readPem(variable: keyof TlsFileSettings, file: string | undefined): Promise<string> {
  if (file === undefined) throw unusable(variable, 'not set, and TLS needs a certificate and its key');
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw unusable(variable, `the file cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
}

/** The error of the parser is left out: it could quote the file. */
function parse<T>(variable: keyof TlsFileSettings, problem: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw unusable(variable, problem);
  }
}

const unusable = (variable: keyof TlsFileSettings, problem: string): Failure =>
  new Failure('TLS_FILES_UNUSABLE', `${variable}: ${problem}`, { retryable: false });
