import type { Clock, Notification } from '@earshot/ports';
import type { OutboundHttp } from '../http/outbound-http.js';
import { SIGNATURE_HEADER, signBody, type SigningKey } from '../http/signature.js';
import type { Target } from './target.js';
import { toPayload } from './to-payload.js';

export interface WebhookOptions {
  readonly url: string;
  readonly key: SigningKey;
  readonly callDataStream: string;
  readonly limitMs: number;
}

/** Posts a signed notification. Any 2xx answer takes it. */
export class WebhookTarget implements Target {
  constructor(
    private readonly http: OutboundHttp,
    private readonly clock: Clock,
    private readonly options: WebhookOptions,
  ) {}

  async deliver(notification: Notification): Promise<void> {
    const { id, kind, happenedAtMs, attempt } = notification;
    const { url, key, callDataStream, limitMs } = this.options;
    const at = new Date(happenedAtMs).toISOString();
    const body = JSON.stringify({ id, kind, at, data: toPayload(notification, callDataStream) });
    const headers = {
      [SIGNATURE_HEADER]: signBody(body, key, this.clock.nowMs()),
      'earshot-notification': id,
      'earshot-attempt': String(attempt),
    };
    await this.http.postJson({ url, body, headers, limitMs });
  }

  close(): void {}
}
