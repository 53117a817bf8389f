import type { EventOf, EventType } from '../events/index.js';
import { audioExamples } from './audio.examples.js';
import { auditExamples } from './audit.examples.js';
import { controlExamples } from './control.examples.js';
import { insightExamples } from './insight.examples.js';
import { lifecycleExamples } from './lifecycle.examples.js';
import { transcriptExamples } from './transcript.examples.js';
import { updatesExamples } from './updates.examples.js';

export {
  exampleAgent,
  exampleCustomer,
  exampleParticipants,
  exampleSpeaker,
  exampleSupervisor,
} from './example-call.js';

/** One valid example of every event, with every optional field. Tests and `docs/events.md` use them. */
export const eventExamples: { readonly [T in EventType]: EventOf<T> } = {
  ...audioExamples,
  ...lifecycleExamples,
  ...transcriptExamples,
  ...insightExamples,
  ...updatesExamples,
  ...auditExamples,
  ...controlExamples,
};
