import type { CallId } from '@earshot/contracts';
import { searchedNumberKeys, type RowScope } from '@earshot/domain';
import { Failure, type CallReader, type CallSearch, type CallView, type ParticipantView } from '@earshot/ports';
import { numberPlaces } from './number-places.js';
import { createPersonalTextCipher, isSealedText } from './personal-text.js';
import type { SealedNumbersTools } from './seal-call-store.js';

/**
 * A reader of calls that opens sealed numbers and names, and finds calls by sealed numbers. It reads the keys of a page at once. A
 * call whose key was destroyed has none; one that cannot be opened has none and shows the problem `NUMBERS_UNREADABLE`.
 */
export function openCallReader(reader: CallReader, { keys, digestNumbers }: SealedNumbersTools): CallReader {
  const open = async (calls: readonly CallView[]): Promise<ReadonlyMap<CallId, CallView>> => {
    const sealed = calls.filter(hasSealedText);
    const found = sealed.length === 0 ? new Map() : await keys.findKeys(sealed.map(({ id }) => id));
    return new Map(sealed.map((call) => [call.id, openCall(call, found.get(call.id))]));
  };
  const digestSearch = <Q extends CallSearch>({ tenant }: RowScope, query: Q): Q => {
    const { text } = query.filter;
    if (text === undefined) return query;
    return { ...query, numberDigests: digestNumbers(tenant, searchedNumberKeys(text)) };
  };
  return {
    async calls(scope, query) {
      const page = await reader.calls(scope, digestSearch(scope, query));
      const opened = await open(page.items.map(({ item }) => item));
      return { ...page, items: page.items.map(({ cursor, item }) => ({ cursor, item: opened.get(item.id) ?? item })) };
    },
    async callsById(scope, ids) {
      const calls = await reader.callsById(scope, ids);
      const opened = await open(calls.filter((call) => call !== null));
      return calls.map((call) => call && (opened.get(call.id) ?? call));
    },
    agents: (scope, query) => reader.agents(scope, digestSearch(scope, query)),
    placementsById: (scope, ids) => reader.placementsById(scope, ids),
    segments: (scope, callId, page) => reader.segments(scope, callId, page),
    segmentsById: (scope, ids) => reader.segmentsById(scope, ids),
    categoryMatches: (scope, callId) => reader.categoryMatches(scope, callId),
    trackAssignments: (scope, callId) => reader.trackAssignments(scope, callId),
    recordingAccount: (scope, callId) => reader.recordingAccount(scope, callId),
  };
}

const hasSealedText = ({ customerNumber, systemNumber, name, metadata, participants }: CallView): boolean =>
  [
    customerNumber,
    systemNumber,
    name,
    ...metadata.map(({ value }) => value),
    ...participants.flatMap(({ name, number }) => [name, number]),
  ].some((text) => typeof text === 'string' && isSealedText(text));

type OpenText = (text: string, about: readonly string[]) => string | null;

function openCall(call: CallView, key: Uint8Array | Failure | undefined): CallView {
  let isUnreadable = false;
  const openText = openTextWith(key);
  const open: OpenText = (text, about) => {
    const opened = openText(text, about);
    isUnreadable ||= opened === null;
    return opened;
  };
  const { id, customerNumber, systemNumber, name } = call;
  const opened = {
    ...call,
    customerNumber: customerNumber && open(customerNumber, numberPlaces.customerNumber(id)),
    systemNumber: systemNumber && open(systemNumber, numberPlaces.systemNumber(id)),
    name: name && open(name, numberPlaces.callName(id)),
    metadata: call.metadata.flatMap(({ key, value }) => {
      const text = open(value, numberPlaces.metadataValue(id, key));
      return text === null ? [] : [{ key, value: text }];
    }),
    participants: call.participants.map((participant) => openParticipant(id, participant, open)),
  };
  const isErased = key instanceof Failure && key.code === 'CALL_KEY_DESTROYED';
  return isUnreadable && !isErased ? { ...opened, problems: [...call.problems, unreadable(call)] } : opened;
}

/** Without a key, nothing opens and text that is not sealed stays. */
function openTextWith(key: Uint8Array | Failure | undefined): OpenText {
  if (key instanceof Uint8Array) return createPersonalTextCipher(key).open;
  return (text) => (isSealedText(text) ? null : text);
}

function openParticipant(callId: CallId, { name, number, ...participant }: ParticipantView, open: OpenText) {
  const openedName = name === undefined ? null : open(name, numberPlaces.participantName(callId, participant.id));
  const openedNumber =
    number === undefined ? null : open(number, numberPlaces.participantNumber(callId, participant.id));
  return {
    ...participant,
    ...(openedName === null ? {} : { name: openedName }),
    ...(openedNumber === null ? {} : { number: openedNumber }),
  };
}

const unreadable = ({ updatedAtMs }: CallView): CallView['problems'][number] => ({
  stage: 'gateway',
  code: 'NUMBERS_UNREADABLE',
  message: 'The numbers and names of this call cannot be read. Its words and its recording are not concerned.',
  atMs: updatedAtMs,
});
