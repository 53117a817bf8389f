import { randomBytes } from 'node:crypto';
import { SEALED_MESSAGE_MAGIC, type CallId, type TopicName } from '@earshot/contracts';
import { BoundedMap } from '@earshot/domain';
import { Failure, type MasterKey, type MessageSealer, type WrappedKey } from '@earshot/ports';
import { decrypt, encrypt } from './aes-gcm.js';
import { associatedData } from './associated-data.js';
import { describeCallKey } from './create-call-keys.js';
import { decodeEnvelope, encodeHeader } from './envelope.js';
import { KEY_BYTES } from './local-master-key.js';

/** Most keys in memory, about 4 MB. A key that was dropped is unwrapped again, or replaced by another one. */
const MAX_KEPT = 10_000;

interface MessageKey {
  readonly wrapped: WrappedKey;
  /** What stands before the encrypted bytes. */
  readonly header: Buffer;
  readonly key: Uint8Array;
  /** What the messages of each topic are bound to. */
  readonly bound: Map<TopicName, Buffer>;
}

/** A sealer of messages that knows the keys which the messages of its process carry. */
export interface CallMessageSealer extends MessageSealer {
  /** The key of a call as its messages carry it, so that what is stored of the call gets the same one. */
  findWrappedKey(callId: CallId): WrappedKey | undefined;
}

/**
 * Creates the sealer of a process. It seals with the key that the call's messages carried last; the first process of a call makes the
 * key in memory, so that nothing waits for the database.
 */
export function createMessageSealer(masterKey: MasterKey, maxKept = MAX_KEPT): CallMessageSealer {
  const sealing = new BoundedMap<string, Promise<MessageKey>>(maxKept);
  const known = new BoundedMap<string, MessageKey>(maxKept);
  const remember = (callId: string, wrapped: WrappedKey, key: Uint8Array): MessageKey => {
    const entry = { wrapped, header: Buffer.concat([MAGIC, encodeHeader(wrapped)]), key, bound: new Map() };
    known.set(callId, entry);
    return entry;
  };
  const makeKey = async (callId: string): Promise<MessageKey> => {
    const key = randomBytes(KEY_BYTES);
    return remember(callId, await masterKey.wrap(key, describeCallKey(callId as CallId)), key);
  };
  /** One promise for all messages of a call, so that they keep their order while its key is made. */
  const findSealingKey = (callId: string): Promise<MessageKey> => {
    const found = sealing.get(callId);
    if (found !== undefined) return found;
    const carried = known.get(callId);
    const making = carried === undefined ? makeKey(callId) : Promise.resolve(carried);
    sealing.set(callId, making);
    making.catch(() => sealing.get(callId) === making && sealing.delete(callId));
    return making;
  };
  const openingKey = async (callId: string, wrapped: WrappedKey): Promise<MessageKey> => {
    const carried = known.get(callId);
    if (carried !== undefined && isSameKey(carried.wrapped, wrapped)) return carried;
    return remember(callId, wrapped, await masterKey.unwrap(wrapped, describeCallKey(callId as CallId)));
  };

  return {
    async seal(topic, callId, message) {
      if (message[0] === SEALED_MESSAGE_MAGIC) return message;
      const entry = await findSealingKey(callId);
      return encrypt(entry.key, message, bindTo(entry, topic, callId), entry.header);
    },
    async open(topic, callId, message) {
      if (message[0] !== SEALED_MESSAGE_MAGIC) return message;
      const envelope = decodeEnvelope(message.subarray(MAGIC.length));
      if (envelope === null) throw damaged();
      const entry = await openingKey(callId, envelope.key);
      const plain = decrypt(entry.key, envelope.encrypted, bindTo(entry, topic, callId));
      if (plain === null) throw damaged();
      return plain;
    },
    findWrappedKey: (callId) => known.get(callId)?.wrapped,
  };
}

const MAGIC = Buffer.from([SEALED_MESSAGE_MAGIC]);

function bindTo({ header, bound }: MessageKey, topic: TopicName, callId: string): Buffer {
  const known = bound.get(topic);
  if (known !== undefined) return known;
  const made = associatedData([topic, callId], header);
  bound.set(topic, made);
  return made;
}

const isSameKey = (one: WrappedKey, other: WrappedKey): boolean =>
  one.keyVersion === other.keyVersion && Buffer.compare(one.wrapped, other.wrapped) === 0;

const damaged = (): Failure =>
  new Failure('SEALED_DAMAGED', 'The sealed message was changed, or it belongs to another call or topic.');
