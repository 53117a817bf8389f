import type { Clock } from '@earshot/ports';
import type { OutboundHttp } from '../http/outbound-http.js';
import { SIGNATURE_HEADER, signBody, type SigningKey } from '../http/signature.js';
import { parseAnswer, type HookProgram } from './hook-program.js';

/** Asks with a signed POST. */
export class HttpHookProgram implements HookProgram {
  constructor(
    private readonly url: string,
    private readonly key: SigningKey,
    private readonly http: OutboundHttp,
    private readonly clock: Clock,
  ) {}

  async ask(question: unknown, limitMs: number): Promise<unknown> {
    const body = JSON.stringify(question);
    const headers = { [SIGNATURE_HEADER]: signBody(body, this.key, this.clock.nowMs()) };
    return parseAnswer(await this.http.postJson({ url: this.url, body, headers, limitMs }));
  }

  close(): void {
    this.http.close();
  }
}
