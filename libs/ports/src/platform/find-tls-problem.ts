const TLS_CODE = /CERT|SSL|TLS|SIGNATURE|VERIFY|EPROTO/;
/** The part of a message of OpenSSL or Node that says what is wrong; what follows may name hosts. */
const ABOUT_CERTIFICATE = /(?:[a-z][a-z '-]*)?certificate(?:'s altnames| has expired|[a-z ]*chain)?/i;

/** Whether the code of an error says that a TLS handshake failed. */
export const isTlsErrorCode = (code: unknown): code is string => typeof code === 'string' && TLS_CODE.test(code);

/**
 * Why a TLS handshake failed, in a few words or as the code of OpenSSL; null for any other error. An SDK that wraps the error
 * of the connection keeps only its message.
 */
export function findTlsProblem(error: unknown): string | null {
  const { code, name, message } = (error ?? {}) as { code?: unknown; name?: unknown; message?: unknown };
  if (isTlsErrorCode(code)) return code;
  return name === 'Error' ? (ABOUT_CERTIFICATE.exec(String(message))?.[0] ?? null) : null;
}
