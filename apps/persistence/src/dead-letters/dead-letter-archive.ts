import type { DeadLetter, DeadLetterStore, NewDeadLetter, ReplayOutcome, Sealer } from '@earshot/ports';
import { describeDeadLetter, findDeadLetterId } from '@earshot/runtime';

/** A letter of version 1 of the event or of the database: its message is readable. */
export type UnsealedLetter = Omit<NewDeadLetter, 'id' | 'sealedMessage'> & { readonly message: Uint8Array };

const SEAL_AT_ONCE = 100;

/** Keeps dead letters sealed, and opens a message only to replay it. */
export class DeadLetterArchive {
  constructor(
    private readonly letters: DeadLetterStore,
    private readonly sealer: Sealer,
  ) {}

  add(letter: NewDeadLetter): Promise<void> {
    return this.letters.add(letter);
  }

  /** Gives the letter a new id: the old one was a plain hash, from which a short message could be guessed. */
  async addUnsealed({ message, ...rest }: UnsealedLetter): Promise<void> {
    const id = await findDeadLetterId(this.sealer, rest, message);
    const sealedMessage = await this.sealer.seal(message, describeDeadLetter({ ...rest, id }));
    await this.letters.add({ ...rest, id, sealedMessage });
  }

  /** Seals letters that an earlier version stored. Returns how many it sealed; 0 when none is left. */
  async sealOldLetters(): Promise<number> {
    const { letters, sealer } = this;
    const unsealed = await letters.listUnsealed({ first: SEAL_AT_ONCE });
    for (const { message, ...letter } of unsealed) {
      const id = await findDeadLetterId(sealer, letter, message);
      const sealedMessage = await sealer.seal(message, describeDeadLetter({ ...letter, id }));
      await letters.replaceUnsealed(letter.id, { id, sealedMessage });
    }
    return unsealed.length;
  }

  takeReplays(limits: { first: number; nowMs: number; leaseMs: number }): Promise<readonly DeadLetter[]> {
    return this.letters.takeReplays(limits);
  }

  /** The message, byte for byte. Rejects with `Failure` `SEALED_KEY_UNKNOWN` or `SEALED_DAMAGED`. */
  openMessage(letter: DeadLetter): Promise<Uint8Array> {
    return this.sealer.open(letter.sealedMessage, describeDeadLetter(letter));
  }

  settleReplay(id: string, outcome: ReplayOutcome): Promise<void> {
    return this.letters.settleReplay(id, outcome);
  }
}
