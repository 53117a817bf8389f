import { splitOutside, readParams, type SipRequest } from '@earshot/media/siprec';

/** The shortest interval that we accept (RFC 4028, section 4). */
export const MIN_SESSION_SECONDS = 90;

/** How long a session lives without a refresh, and who refreshes it (RFC 4028). */
export interface SessionInterval {
  readonly seconds: number;
  readonly isRefreshedByUs: boolean;
}

/** What a request asks for; null: no timer. */
export function readSessionInterval({ headers }: SipRequest): SessionInterval | null | 'TOO_SMALL' {
  const [text = '', ...params] = splitOutside(headers.find('session-expires') ?? '', ';');
  if (!/^\d{1,9}$/.test(text)) return null;
  const seconds = Number(text);
  if (seconds < MIN_SESSION_SECONDS) return 'TOO_SMALL';
  // Whoever does not understand the timer cannot refresh (RFC 4028, section 9, table 2).
  const knowsTimer = headers.listTokens('supported').includes('timer');
  return { seconds, isRefreshedByUs: !knowsTimer || readParams(params)['refresher'] === 'uas' };
}

/** The headers of a 2xx that accept the interval. */
export function writeSessionInterval(
  interval: SessionInterval,
  { headers }: SipRequest,
): (readonly [string, string])[] {
  const { seconds, isRefreshedByUs } = interval;
  const requires = headers.listTokens('supported').includes('timer') ? ([['Require', 'timer']] as const) : [];
  return [...requires, ['Session-Expires', `${seconds};refresher=${isRefreshedByUs ? 'uas' : 'uac'}`]];
}
