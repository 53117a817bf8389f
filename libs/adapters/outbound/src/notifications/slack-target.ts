import type { Notification } from '@earshot/ports';
import type { OutboundHttp } from '../http/outbound-http.js';
import type { Target } from './target.js';
import { toSentence } from './to-payload.js';

/** Posts to an incoming webhook of Slack. Its URL is a secret. */
export class SlackTarget implements Target {
  constructor(
    private readonly http: OutboundHttp,
    private readonly url: string,
    private readonly limitMs: number,
  ) {}

  async deliver(notification: Notification): Promise<void> {
    const text = escapeSlack(toSentence(notification));
    const blocks = [{ type: 'section', text: { type: 'mrkdwn', text } }];
    const body = JSON.stringify({ text, blocks });
    await this.http.postJson({ url: this.url, body, headers: {}, limitMs: this.limitMs });
  }

  close(): void {}
}

/** The three characters that Slack reads as markup. Source: Slack, "Formatting text for app surfaces". */
export const escapeSlack = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
