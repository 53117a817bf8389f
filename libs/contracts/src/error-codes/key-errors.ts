import type { ErrorTable } from './error-meaning.js';

/** Errors of the master key and of what it sealed. */
export const keyErrors = {
  MASTER_KEY_MISSING: {
    means: 'The service seals what it sets aside, and no master key is set. It does not start.',
    todo: 'Set EARSHOT_MASTER_KEY or EARSHOT_MASTER_KEY_FILE: docs/how-to/keep-the-master-key.md.',
  },
  MASTER_KEY_UNUSABLE: {
    means:
      'The file of the master key cannot be read or holds something else than keys, or both settings of the master key are set.',
    todo: 'Correct what the message names.',
  },
  MASTER_KEY_LOST: {
    means: 'The data directory had a master key, but its file is missing or holds another key.',
    todo: 'Restore master.key from a backup, or delete master.key.version to begin with a new key. What the lost key sealed then stays sealed.',
  },
  SEALED_KEY_UNKNOWN: {
    means:
      'The dead letter was sealed with a version of the master key that this process does not have. The letter is kept.',
    todo: 'Add the line of that version to EARSHOT_MASTER_KEY_FILE, restart persistence, and replay the letter.',
  },
  SEALED_DAMAGED: {
    means: 'The sealed message was changed in the database, or it belongs to another dead letter. It is not replayed.',
    todo: 'Restore the row from a backup. Find out who changed it.',
  },
} as const satisfies ErrorTable;
