import { NO_CALL_ID, type Handlers } from '@earshot/contracts';
import type { DeadLetterStore } from '@earshot/ports';

export const deadLetterHandlers = (letters: DeadLetterStore): Handlers<'persistence', 'calls.dead'> => ({
  'dead.letter': ({ id, callId, occurredAtMs, data: { key, message, isCut, ...rest } }) =>
    letters.add({
      ...rest,
      id,
      atMs: occurredAtMs,
      key: key ?? callId,
      callId: callId === NO_CALL_ID ? null : callId,
      message: Buffer.from(message, 'base64'),
      isCut: isCut ?? false,
    }),
});
