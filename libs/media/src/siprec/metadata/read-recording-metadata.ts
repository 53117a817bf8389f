import { err, ok, type Result } from '@earshot/contracts';
import { readXml, type XmlElement, type XmlErrorCode } from './read-xml.js';
import type {
  Attendance,
  Hearing,
  RecordedParticipant,
  RecordedSession,
  RecordedStream,
  RecordingMetadata,
} from './recording-metadata.js';
import { findElementIds } from './vendor-ids.js';

/**
 * Reads an `rs-metadata` document of RFC 7865, and of the drafts before it, whose ids stand in attributes of other names and
 * whose `send` may stand in the participant. Elements without an id and elements that are not known are skipped.
 */
export function readRecordingMetadata(text: string): Result<RecordingMetadata, XmlErrorCode> {
  const read = readXml(text);
  if (!read.ok) return read;
  const document = read.value;
  if (document.name !== 'recording') return err('METADATA_MALFORMED');
  const all = <T>(name: string, readOne: (element: XmlElement) => T | null): T[] =>
    findChildren(document, name).flatMap((element) => readOne(element) ?? []);
  const dataMode = findChildren(document, 'datamode')[0]?.text.toLowerCase();
  return ok({
    isComplete: dataMode !== 'partial',
    sessions: all('session', readSession),
    participants: all('participant', readParticipant),
    streams: all('stream', readStream),
    attendances: all('participantsessionassoc', readAttendance),
    hearings: [...all('participantstreamassoc', readHearing), ...all('participant', readDraftHearing)],
    vendorIds: findElementIds(document),
  });
}

/** The children of a name, whatever its case: RFC 7866 writes `dataMode` where the schema of RFC 7865 has `datamode`. */
const findChildren = ({ children }: XmlElement, name: string): XmlElement[] =>
  children.filter((child) => child.name.toLowerCase() === name);

const hasChild = (element: XmlElement, name: string): boolean => findChildren(element, name).length > 0;

const textsOf = (element: XmlElement, name: string): string[] =>
  findChildren(element, name).flatMap(({ text }) => (text === '' ? [] : [text]));

/** The first attribute of these names that has a value. */
const findId = ({ attributes }: XmlElement, ...names: string[]): string | undefined =>
  names.map((name) => attributes[name]).find((value) => value !== undefined && value !== '');

function readSession(element: XmlElement): RecordedSession | null {
  const id = findId(element, 'session_id', 'id');
  const groupId = textsOf(element, 'group-ref')[0];
  if (id === undefined) return null;
  return { id, ...(groupId !== undefined && { groupId }), isOver: hasChild(element, 'stop-time') };
}

function readParticipant(element: XmlElement): RecordedParticipant | null {
  const id = findId(element, 'participant_id', 'id');
  if (id === undefined) return null;
  const names = findChildren(element, 'nameid').flatMap((nameId) => {
    const address = findId(nameId, 'aor') ?? textsOf(nameId, 'aor')[0];
    const name = textsOf(nameId, 'name')[0];
    return address === undefined ? [] : [{ address, ...(name !== undefined && { name }) }];
  });
  const role =
    textsOf(element, 'role')[0] ?? findChildren(element, 'extensiondata').flatMap((data) => textsOf(data, 'role'))[0];
  return { id, names, ...(role !== undefined && { role }) };
}

function readStream(element: XmlElement): RecordedStream | null {
  const id = findId(element, 'stream_id', 'id');
  const label = textsOf(element, 'label')[0];
  return id === undefined ? null : { id, ...(label !== undefined && { label }) };
}

function readAttendance(element: XmlElement): Attendance | null {
  const participantId = findId(element, 'participant_id', 'participant');
  const sessionId = findId(element, 'session_id', 'session');
  if (participantId === undefined || sessionId === undefined) return null;
  return { participantId, sessionId, isOver: hasChild(element, 'disassociate-time') };
}

function readHearing(element: XmlElement): Hearing | null {
  const participantId = findId(element, 'participant_id', 'participant');
  if (participantId === undefined) return null;
  return { participantId, streamIds: textsOf(element, 'send'), isOver: hasChild(element, 'disassociate-time') };
}

function readDraftHearing(element: XmlElement): Hearing | null {
  const participantId = findId(element, 'participant_id', 'id');
  const streamIds = textsOf(element, 'send');
  return participantId === undefined || streamIds.length === 0 ? null : { participantId, streamIds, isOver: false };
}
