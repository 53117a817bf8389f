import type { Sealer } from '@earshot/ports';

/** Where a message died. */
export interface DeathPlace {
  readonly stage: string;
  readonly topic: string;
  readonly key: string;
}

/**
 * The id of a dead letter. The same message always gets the same id: if it is set aside again, even after a replay, it stays
 * one dead letter. The id does not help to guess the message.
 */
export function findDeadLetterId(sealer: Sealer, place: DeathPlace, message: Uint8Array): Promise<string> {
  const { stage, topic, key } = place;
  const head = Buffer.from(JSON.stringify(['dead letter', stage, topic, key]));
  return sealer.fingerprint(Buffer.concat([head, message]));
}

/** What the sealed message of a dead letter is bound to, so that it does not open as the message of another letter. */
export const describeDeadLetter = ({ id, stage, topic, key }: DeathPlace & { readonly id: string }): string[] => [
  ...['dead letter', id, stage, topic],
  // The database stores no NUL.
  key.replaceAll('\0', '\ufffd'),
];
