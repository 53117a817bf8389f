import type { CallChange } from '@earshot/contracts';
import { boundMetadata, flattenMetadata } from '@earshot/domain';
import type { StartProcessingEvent } from '@earshot/media/kvs';
import type { CallStartAnswer } from '@earshot/ports';
import type { CallStart } from '../../call/call-start.js';

/** A start with what a customer's program decided about it. The call keeps the id of its platform; another id becomes its name. */
export function applyAnswer(start: CallStart, answer: CallStartAnswer | null): CallStart {
  if (answer === null) return start;
  const { callId, agentId, fromNumber, toNumber, language, shouldRecord, shouldProcess } = answer;
  const metadata = readMetadata(answer.metadata);
  return {
    ...start,
    ...(callId !== undefined && { name: callId }),
    ...(agentId !== undefined && { agentId }),
    ...(fromNumber !== undefined && { customerNumber: fromNumber }),
    ...(toNumber !== undefined && { systemNumber: toNumber }),
    ...(language !== undefined && { language }),
    ...(metadata !== undefined && { metadata }),
    ...(shouldRecord !== undefined && { isRecorded: shouldRecord }),
    ...(!shouldProcess && { awaitsStart: true as const }),
  };
}

/** What `START_CALL_PROCESSING` says of a call that waits. */
export const toProcessingChange = ({ agentId, fromNumber, toNumber }: StartProcessingEvent['detail']): CallChange => ({
  startProcessing: true,
  ...(agentId !== undefined && { agentId }),
  ...(fromNumber !== undefined && { customerNumber: fromNumber }),
  ...(toNumber !== undefined && { systemNumber: toNumber }),
});

/** A text that is no object stays as it is. */
function readMetadata(text: string | undefined): CallStart['metadata'] {
  if (text === undefined) return undefined;
  try {
    const entries = flattenMetadata(JSON.parse(text));
    if (entries.length > 0) return boundMetadata(entries);
  } catch {
    // It is text in words of the customer.
  }
  return boundMetadata([['metadata', text]]);
}
