import type { Handlers } from '@earshot/contracts';
import type { BackfillQueue } from '../backfill/backfill-queue.js';
import type { ManualDelivery } from '../ownership/manual-delivery.js';

export const lifecycleHandlers = (
  backfills: BackfillQueue,
  delivery: ManualDelivery,
): Handlers<'transcription', 'calls.lifecycle'> => ({
  'transcription.requested': (request) => backfills.addRequest(request, delivery),
});
