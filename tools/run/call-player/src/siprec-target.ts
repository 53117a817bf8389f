import { badArgument } from '@earshot/ports';
import type { SipServerAddress } from '@earshot/media/siprec';

/** RFC 3261, section 19.1.2. */
const USUAL_PORTS: Readonly<Record<SipServerAddress['transport'], number>> = { UDP: 5060, TCP: 5060, TLS: 5061 };
const SIP_URL = /^sip:([^\s:;@/]+)(?::(\d{1,5}))?(?:;transport=(udp|tcp|tls))?$/i;

/** Reads `sip:HOST:PORT;transport=udp|tcp|tls`; the port and the transport may be missing. Throws `BAD_ARGUMENT`. */
export function readSipUrl(url: string): SipServerAddress {
  const [, host, port, transport = 'udp'] = SIP_URL.exec(url) ?? [];
  if (host === undefined || Number(port ?? 1) > 65_535) {
    throw badArgument('--url of a SIPREC server must be sip:HOST:PORT, and may end with ;transport=udp, tcp or tls');
  }
  const named = transport.toUpperCase() as SipServerAddress['transport'];
  return { transport: named, host, port: Number(port ?? USUAL_PORTS[named]) };
}
