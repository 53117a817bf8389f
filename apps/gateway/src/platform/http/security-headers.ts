const HOST = /^[a-z0-9.[\]:-]+$/i;

/**
 * Headers of every answer. No script, style sheet or frame but our own: were text ever rendered as markup, it could
 * neither run nor send anything away. `style-src` allows inline styles because the component library sets them.
 */
export function securityHeaders(host: string | undefined): Readonly<Record<string, string>> {
  // Some browsers do not count WebSockets of the same host as 'self'.
  const sockets = host !== undefined && HOST.test(host) ? ` ws://${host} wss://${host}` : '';
  return {
    'content-security-policy': [
      "default-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self' data:",
      `connect-src 'self'${sockets}`,
      "media-src 'self'",
      "object-src 'none'",
      "frame-ancestors 'none'",
      "base-uri 'self'",
      "form-action 'self'",
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}
