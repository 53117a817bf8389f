import type { CallId, ChangedFacts, Participant } from '@earshot/contracts';
import { DEFAULT_TENANT, numberSearchKeys } from '@earshot/domain';
import { Failure, type CallKeys, type CallStore, type CallWrite, type FactPreparer } from '@earshot/ports';
import type { DigestNumbers } from './create-number-digests.js';
import { numberPlaces } from './number-places.js';
import { createPersonalTextCipher, type PersonalTextCipher } from './personal-text.js';

export interface SealedNumbersTools {
  readonly keys: CallKeys;
  readonly digestNumbers: DigestNumbers;
}

type SealText = PersonalTextCipher['seal'];

/**
 * A store of calls that gets numbers and names only sealed, each with the key of its call. Its `apply` also rejects as
 * `CallKeys.obtainKey` does.
 */
export function sealCallStore(store: CallStore, { keys, digestNumbers }: SealedNumbersTools): CallStore & FactPreparer {
  return {
    prepareFacts: async (writes) => void (await prepareSeals(writes, keys)),
    find: (callId) => store.find(callId),
    liveCalls: (page) => store.liveCalls(page),
    findAbandonedCalls: (limits) => store.findAbandonedCalls(limits),
    async apply(writes, nowMs, targets) {
      const seals = await prepareSeals(writes, keys);
      const sealed = writes.map((write) => sealWrite(write, seals.get(write.callId) ?? leaveOut, digestNumbers));
      return store.apply(sealed, nowMs, targets);
    },
  };
}

/** The store drops what still comes of an erased call. Until then it must not be readable either. */
const leaveOut: SealText = () => '';

/** Seals for the calls of the facts that need one. The key of a call stays in memory for a minute. */
async function prepareSeals(writes: readonly CallWrite[], keys: CallKeys): Promise<ReadonlyMap<CallId, SealText>> {
  const callIds = new Set(writes.filter(isPersonal).map(({ callId }) => callId));
  const prepared = [...callIds].map(async (callId): Promise<[CallId, SealText]> => {
    try {
      return [callId, createPersonalTextCipher(await keys.obtainKey(callId)).seal];
    } catch (error) {
      if (error instanceof Failure && error.code === 'CALL_KEY_DESTROYED') return [callId, leaveOut];
      throw error;
    }
  });
  return new Map(await Promise.all(prepared));
}

/** Whether the fact needs the key of its call. */
function isPersonal(write: CallWrite): boolean {
  switch (write.kind) {
    case 'started':
    case 'changed':
      return personalFields.some((field) => write.data[field] !== undefined);
    case 'participant-joined':
    case 'participant-changed':
      return (write.data.participant.name ?? write.data.participant.number) !== undefined;
    default:
      return false;
  }
}

function sealWrite(write: CallWrite, seal: SealText, digestNumbers: DigestNumbers): CallWrite {
  switch (write.kind) {
    case 'started':
    case 'changed': {
      const { callId, data } = write;
      const facts = { numberDigests: digestFacts(data, digestNumbers) };
      return { ...write, data: { ...data, ...sealFacts(callId, data, seal) }, ...facts } as typeof write;
    }
    case 'participant-joined':
    case 'participant-changed': {
      const { participant } = write.data;
      return { ...write, data: { ...write.data, participant: sealParticipant(write.callId, participant, seal) } };
    }
    default:
      return write;
  }
}

const personalFields = ['customerNumber', 'systemNumber', 'name', 'metadata'] as const;
type PersonalFacts = Pick<ChangedFacts, (typeof personalFields)[number]>;

/** What a search finds the numbers and the name by. */
function digestFacts(data: PersonalFacts & { readonly tenant?: string | undefined }, digestNumbers: DigestNumbers) {
  const { customerNumber, systemNumber, name, tenant = DEFAULT_TENANT } = data;
  const searchKeys = [customerNumber, systemNumber, name].flatMap((text) => numberSearchKeys(text ?? ''));
  return digestNumbers(tenant, searchKeys);
}

function sealFacts(
  callId: CallId,
  { customerNumber, systemNumber, name, metadata }: PersonalFacts,
  seal: SealText,
): PersonalFacts {
  return {
    ...(customerNumber !== undefined && { customerNumber: seal(customerNumber, numberPlaces.customerNumber(callId)) }),
    ...(systemNumber !== undefined && { systemNumber: seal(systemNumber, numberPlaces.systemNumber(callId)) }),
    ...(name !== undefined && { name: seal(name, numberPlaces.callName(callId)) }),
    ...(metadata !== undefined && { metadata: sealMetadata(callId, metadata, seal) }),
  };
}

const sealMetadata = <Value extends string | null>(
  callId: CallId,
  metadata: Readonly<Record<string, Value>>,
  seal: SealText,
): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [
      key,
      value === null ? value : (seal(value, numberPlaces.metadataValue(callId, key)) as Value),
    ]),
  );

const sealParticipant = (callId: CallId, { name, number, ...rest }: Participant, seal: SealText): Participant => ({
  ...rest,
  ...(name !== undefined && { name: seal(name, numberPlaces.participantName(callId, rest.id)) }),
  ...(number !== undefined && { number: seal(number, numberPlaces.participantNumber(callId, rest.id)) }),
});
