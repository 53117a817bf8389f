import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

/** The Content-Security-Policy that the built page must work with. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const compressible = ['.html', '.js', '.css', '.svg'];
const compressed = new Map<string, Buffer>();

/** Compresses a built file once; its name has a hash of its content. */
function compress(file: string): Buffer {
  const known = compressed.get(file);
  if (known) return known;
  const bytes = brotliCompressSync(readFileSync(file));
  compressed.set(file, bytes);
  return bytes;
}

/** Serves a folder, and its index.html for every path that is not a file, as the gateway does. */
export function serveStatic(root: string, request: IncomingMessage, response: ServerResponse): void {
  const path = normalize(new URL(request.url ?? '/', 'http://x').pathname);
  const file = join(root, path);
  const found = extname(path) in types && file.startsWith(root) && existsSync(file) ? file : join(root, 'index.html');
  const isCompressed = compressible.includes(extname(found));
  response.writeHead(200, {
    'content-type': types[extname(found)] ?? 'application/octet-stream',
    'content-security-policy': contentSecurityPolicy,
    ...(isCompressed && { 'content-encoding': 'br' }),
  });
  response.end(isCompressed ? compress(found) : readFileSync(found));
}

/** Serves bytes with HTTP Range and without caching, like a recording that still grows. */
export function serveRange(bytes: Buffer, request: IncomingMessage, response: ServerResponse): void {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const headers = { 'content-type': 'audio/wav', 'accept-ranges': 'bytes', 'cache-control': 'no-store' };
  if (from === undefined) {
    response.writeHead(200, { ...headers, 'content-length': bytes.length });
    response.end(bytes);
    return;
  }
  const end = to ? Math.min(Number(to), bytes.length - 1) : bytes.length - 1;
  response.writeHead(206, {
    ...headers,
    'content-length': end - Number(from) + 1,
    'content-range': `bytes ${from}-${end}/${bytes.length}`,
  });
  response.end(bytes.subarray(Number(from), end + 1));
}
