import type { ErrorTable } from './error-meaning.js';

/** Errors of the master key and of what it sealed. */
export const keyErrors = {
  MASTER_KEY_MISSING: {
    means: 'The service seals recordings, messages or what it sets aside, and no master key is set. It does not start.',
    todo: 'Set EARSHOT_MASTER_KEY, EARSHOT_MASTER_KEY_FILE or EARSHOT_MASTER_KEY_KMS with its key for digests: docs/how-to/keep-the-master-key.md.',
  },
  MASTER_KEY_UNUSABLE: {
    means:
      'The file of the master key cannot be read or holds something else than keys, both settings of the master key are set, or AWS KMS refuses the key.',
    todo: 'Correct what the message names.',
  },
  KEY_SERVICE_UNAVAILABLE: {
    means:
      'AWS KMS does not answer, limits the requests, or refuses the key since the start. What needs the key of a call waits; nothing is lost.',
    todo: 'Look for AWS KMS, the permissions and the state of the key. The work goes on by itself.',
  },
  MASTER_KEY_LOST: {
    means: 'The data directory had a master key, but its file is missing or holds another key.',
    todo: 'Restore master.key from a backup, or delete master.key.version to begin with a new key. What the lost key sealed then stays sealed.',
  },
  SEALED_KEY_UNKNOWN: {
    means:
      'Something was sealed with a version of the master key that this process does not have, or the call has no key. It is kept as it is.',
    todo: 'Add the line of that version to EARSHOT_MASTER_KEY_FILE, or restore the table call_keys. Then restart the service.',
  },
  SEALED_DAMAGED: {
    means: 'Something sealed was changed where it is stored, or it belongs somewhere else. It is not opened.',
    todo: 'Restore the row from a backup. Find out who changed it.',
  },
  CALL_KEY_DESTROYED: {
    means: 'The key of the call was destroyed. What it sealed stays unreadable for good.',
    todo: 'Nothing can be done.',
  },
  NUMBERS_UNREADABLE: {
    means:
      'The sealed numbers and names of this call do not open: its key cannot be had, or somebody changed the row. It shows none.',
    todo: 'Look for AWS KMS, add the missing line to EARSHOT_MASTER_KEY_FILE, or restore the rows of the call and its key from a backup.',
  },
} as const satisfies ErrorTable;
