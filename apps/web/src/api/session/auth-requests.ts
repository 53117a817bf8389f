import type { Role, SignInState } from '@earshot/domain';
import { recordServerTime } from '../server-clock.js';

/** The server refused, or could not be reached (`UNREACHABLE`). */
export interface AuthRefusal {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  /** How long to wait before the next attempt; null if the server did not say. */
  readonly retryAfterMs: number | null;
}

export type AuthResult<T> = { readonly ok: true; readonly body: T } | AuthRefusal;

/** What an authenticator app needs: as an address, as text to type, and as a picture of the address (SVG). */
export interface TotpEnrolment {
  readonly otpauthUrl: string;
  readonly secret: string;
  readonly qrSvg: string;
}

const unreachable: AuthRefusal = { ok: false, code: 'UNREACHABLE', message: '', retryAfterMs: null };

async function request<T>(path: string, init?: RequestInit): Promise<AuthResult<T>> {
  const response = await fetch(`/auth/${path}`, init).catch(() => null);
  if (response === null) return unreachable;
  recordServerTime(response.headers.get('date'));
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return { ok: true, body: body as T };
  const { code = 'UNREACHABLE', message = '' } = (body ?? {}) as { code?: string; message?: string };
  const retryAfterS = Number(response.headers.get('retry-after') ?? NaN);
  return { ok: false, code, message, retryAfterMs: Number.isFinite(retryAfterS) ? retryAfterS * 1_000 : null };
}

/** Counts the steps. The answer to a step may bring the cookie of a new session, and the server then ends the one before. */
let sentSteps = 0;
let openSteps: Promise<unknown> = Promise.resolve();

function post<T = SignInState>(path: string, body: object = {}): Promise<AuthResult<T>> {
  const result = request<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  sentSteps++;
  openSteps = Promise.all([openSteps, result]);
  return result;
}

/**
 * Asks who is signed in, after the steps on their way: until their answers are here, the browser has the cookie of a session that
 * may have ended. `index.html` preloads this answer, so its address and its options must stay those of the preload.
 */
export async function fetchSession(): Promise<AuthResult<SignInState>> {
  for (;;) {
    await openSteps;
    const stepsBefore = sentSteps;
    const result = await request<SignInState>('session');
    if (sentSteps === stepsBefore) return result;
  }
}

export const signIn = (name: string, password: string) => post('sign-in', { name, password });
/** `code`: six digits of the authenticator app, or a recovery code. */
export const sendCode = (code: string) => post('totp', { code });
export const startEnrolment = () => post<TotpEnrolment>('totp/enrol');
export const confirmEnrolment = (code: string) =>
  post<{ readonly recoveryCodes: readonly string[] }>('totp/confirm', { code });
export const removeTotp = (password: string) => post('totp/remove', { password });
/** `current` is null after a one-time link: there is no password yet, or it is forgotten. */
export const changePassword = (current: string | null, next: string) => post('password', { current, next });
export const redeemTicket = (ticket: string, admin?: { readonly name: string; readonly password: string }) =>
  post('once', { ticket, ...admin });
export const signOut = () => post('sign-out');
export const signOutEverywhere = () => post('sign-out-everywhere');
export const startDemoAs = (role: Role) => post('demo', { role });
