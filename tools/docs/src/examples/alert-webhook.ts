import { z } from 'zod';
import { consumerProgram } from '@earshot/hosting';
import { Failure } from '@earshot/ports';

/** Reports each alert to another system. */
export const alertWebhook = consumerProgram({
  name: 'alert-webhook',
  topic: 'calls.insight',
  schema: z.object({ ALERT_WEBHOOK_URL: z.url().describe('URL that receives the alerts.') }),
  create: (config) => async (event) => {
    if (event.type !== 'category.matched' || !event.data.isAlert) return;
    const { category, segmentId, atMs } = event.data;
    const response = await fetch(config.ALERT_WEBHOOK_URL, {
      method: 'POST',
      // The same alert may arrive twice. The receiver recognises it by this key.
      headers: { 'content-type': 'application/json', 'idempotency-key': `${event.callId}/${category}/${segmentId}` },
      body: JSON.stringify({ callId: event.callId, category, atMs }),
    }).catch((cause: unknown) => {
      throw new Failure('OWN_WEBHOOK_UNREACHABLE', 'The webhook does not answer.', { retryable: true, cause });
    });
    if (response.status >= 500) throw new Failure('OWN_WEBHOOK_FAILED', `HTTP ${response.status}`, { retryable: true });
    if (!response.ok) throw new Failure('OWN_WEBHOOK_REFUSED', `HTTP ${response.status}`);
  },
});
