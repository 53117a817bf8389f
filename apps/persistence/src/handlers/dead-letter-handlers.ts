import { NO_CALL_ID, type Handlers } from '@earshot/contracts';
import type { DeadLetterArchive } from '../dead-letters/dead-letter-archive.js';

export const deadLetterHandlers = (letters: DeadLetterArchive): Handlers<'persistence', 'calls.dead'> => ({
  'dead.letter': ({ id, callId, occurredAtMs, data: { key, message, isSealed, isCut, ...rest } }) => {
    const head = {
      ...rest,
      atMs: occurredAtMs,
      key: key ?? callId,
      callId: callId === NO_CALL_ID ? null : callId,
      isCut: isCut ?? false,
    };
    const bytes = Buffer.from(message, 'base64');
    // A service of an earlier version may still publish letters that are not sealed.
    return isSealed
      ? letters.add({ ...head, id, sealedMessage: bytes })
      : letters.addUnsealed({ ...head, message: bytes });
  },
});
