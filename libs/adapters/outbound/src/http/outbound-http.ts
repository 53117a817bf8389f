import { request as requestHttp, Agent as HttpAgent, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestHttps, Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import { Failure, type Clock } from '@earshot/ports';
import { guardedLookup, resolveWithSystem, type ResolveHost } from './guarded-lookup.js';
import { isPublicAddress } from './is-public-address.js';
import { hostOf } from './host-of.js';
import { addressRefused, failureOfStatus, outboundTimeout, unreachable } from './outbound-failures.js';

export interface OutboundRules {
  /** Hosts that may have any address and may be reached without TLS, in small letters. */
  readonly allowedHosts: readonly string[];
  /** Replaces the name service of the system. */
  readonly resolveHost?: ResolveHost;
  /** Requests to one host at the same time, 64 by default. More wait, within their own limit. */
  readonly maxSockets?: number;
}

export interface OutboundRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** For the connection, the request and the whole answer. */
  readonly limitMs: number;
}

type SentRequest = Pick<OutboundRequest, 'body' | 'headers'> & { readonly signal: AbortSignal };

/** A longer answer is a failure: nobody may fill the memory of this process. */
const MAX_ANSWER_BYTES = 262_144;
const DEFAULT_MAX_SOCKETS = 64;
/** For the settings that name such a URL. */
export const NOT_REACHABLE = 'expected https:// and a public address, or a host of EARSHOT_OUTBOUND_ALLOWED_HOSTS';
/** What a socket says of a connection that the server closed. */
const CLOSED = new Set<unknown>(['ECONNRESET', 'EPIPE']);

/**
 * Sends JSON to servers that a customer names. It reaches public addresses with TLS and nothing else, unless a setting allows
 * the host. It follows no redirect and holds the answer within limits.
 */
export class OutboundHttp {
  private readonly agents: { readonly 'http:': HttpAgent; readonly 'https:': HttpsAgent };
  private readonly allowedHosts: ReadonlySet<string>;

  constructor(
    private readonly clock: Clock,
    { allowedHosts, resolveHost = resolveWithSystem, maxSockets = DEFAULT_MAX_SOCKETS }: OutboundRules,
  ) {
    this.allowedHosts = new Set(allowedHosts);
    const lookup = guardedLookup((host) => this.allowedHosts.has(host), resolveHost);
    const options = { lookup, keepAlive: true, maxSockets };
    this.agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) };
  }

  /**
   * False for a URL that no request may go to: without TLS, or with an address inside a network. An address in the URL itself never
   * reaches the lookup of the socket. `URL` has turned 2130706433 and 0x7f.1 into 127.0.0.1.
   */
  mayReach(text: string): boolean {
    const url = new URL(text);
    const host = hostOf(url);
    if (this.allowedHosts.has(host)) return true;
    return url.protocol === 'https:' && (isIP(host) === 0 || isPublicAddress(host));
  }

  /**
   * Resolves with the body of a 2xx answer. Rejects with a `Failure`: `OUTBOUND_ADDRESS_REFUSED`, `OUTBOUND_UNREACHABLE`,
   * `OUTBOUND_TIMEOUT`, `OUTBOUND_REDIRECTED`, `OUTBOUND_REFUSED` or `OUTBOUND_ANSWER_TOO_LARGE`.
   */
  async postJson({ url, body, headers, limitMs }: OutboundRequest): Promise<string> {
    if (!this.mayReach(url)) throw addressRefused();
    const target = new URL(url);
    const giveUp = new AbortController();
    const cancel = this.clock.schedule(limitMs, () => giveUp.abort(outboundTimeout(limitMs)));
    try {
      return await this.exchange(target, { body, headers, signal: giveUp.signal });
    } catch (error) {
      throw giveUp.signal.aborted ? giveUp.signal.reason : unreachable(error);
    } finally {
      cancel();
    }
  }

  close(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  private exchange(url: URL, sent: SentRequest): Promise<string> {
    const { body, headers, signal } = sent;
    const isHttps = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const options = {
        method: 'POST',
        signal,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
        agent: isHttps ? this.agents['https:'] : this.agents['http:'],
      };
      let isAnswered = false;
      const request: ClientRequest = (isHttps ? requestHttps : requestHttp)(url, options, (response) => {
        isAnswered = true;
        readAnswer(response).then(resolve, reject);
      });
      request.once('error', (error: NodeJS.ErrnoException) => {
        // A server may close an idle connection just before a request comes. The request then needs another connection.
        if (!isAnswered && request.reusedSocket && CLOSED.has(error.code))
          this.exchange(url, sent).then(resolve, reject);
        else reject(error);
      });
      request.end(body);
    });
  }
}

async function readAnswer(response: IncomingMessage): Promise<string> {
  const failure = failureOfStatus(response.statusCode ?? 0);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop closes the connection.
    if (bytes > MAX_ANSWER_BYTES) {
      throw failure ?? new Failure('OUTBOUND_ANSWER_TOO_LARGE', `The answer has more than ${MAX_ANSWER_BYTES} bytes.`);
    }
    chunks.push(chunk);
  }
  if (failure !== null) throw failure;
  return Buffer.concat(chunks).toString('utf8');
}
