import type { CallDetailFragment, ParticipantRole, SegmentLineFragment } from '@earshot/graphql-api';

/** The participant who spoke a line or a match, or whose metrics these are: an id, and the role at that time. */
export type Speaker = SegmentLineFragment['participant'];

/** The group that a participant's colours come from. `other`: the call's source did not say the role. */
export type SpeakerGroup = 'customer' | 'centre' | 'other';

/** A participant as the page shows it everywhere: on lines, in tables and in the chart. */
export interface ShownParticipant {
  readonly id: string;
  readonly role: ParticipantRole;
  /** The name, or the role when there is no name. Two participants never have the same label. */
  readonly label: string;
  readonly hasName: boolean;
  readonly group: SpeakerGroup;
  /** Tells participants of one group apart: 0, 1 or 2. A fourth one looks like the first. */
  readonly tone: number;
}

/** The participants of a call: customers first, then the contact centre, then the others, each in the order of joining. */
export interface ParticipantList {
  readonly all: readonly ShownParticipant[];
  /** How to show a speaker, also one whom the list does not have yet. */
  find(speaker: Speaker): ShownParticipant;
}

/** A participant whom the page knows. */
export interface KnownParticipant extends Speaker {
  readonly name: string | null;
}

const tonesPerGroup = 3;

export const roleLabels: Record<ParticipantRole, string> = {
  CUSTOMER: 'Customer',
  AGENT: 'Agent',
  SUPERVISOR: 'Supervisor',
  AUTOMATION: 'Automation',
  UNKNOWN: 'Unknown',
};

const groups: Record<ParticipantRole, SpeakerGroup> = {
  CUSTOMER: 'customer',
  AGENT: 'centre',
  SUPERVISOR: 'centre',
  AUTOMATION: 'centre',
  UNKNOWN: 'other',
};

const groupOrder: readonly SpeakerGroup[] = ['customer', 'centre', 'other'];

/** The source chooses a name: it may be empty, and it may contain line breaks. */
const cleanName = (name: string | null): string => name?.replace(/\s+/g, ' ').trim() ?? '';

/**
 * Everybody whom the page knows: the call's participants in the order of joining, then those whom the source did not
 * announce. The order does not depend on which of them spoke first.
 */
export function knownParticipants(
  call: Pick<CallDetailFragment, 'participants' | 'metrics' | 'ledger' | 'speechWithoutWords'>,
  speakers: readonly Speaker[],
): KnownParticipant[] {
  const announced = call.participants.map(({ id, role, name }) => ({ id, role, name }));
  const seen = new Set(announced.map(({ id }) => id));
  const onTracks = call.ledger.flatMap(({ participant }) => (participant === null ? [] : [participant]));
  const measured = call.metrics?.channels.map(({ participant }) => participant) ?? [];
  const withoutWords = call.speechWithoutWords.map(({ participant }) => participant);
  const others = new Map([...onTracks, ...measured, ...withoutWords, ...speakers].map(({ id, role }) => [id, role]));
  const unannounced = [...others].filter(([id]) => !seen.has(id)).map(([id, role]) => ({ id, role, name: null }));
  return [...announced, ...unannounced.sort((a, b) => (a.id < b.id ? -1 : 1))];
}

/** Gives everybody a label, a group and a tone. They stay the same when others join or leave. */
export function buildParticipantList(known: readonly KnownParticipant[]): ParticipantList {
  const labels = new Map<string, number>();
  const tones: Record<SpeakerGroup, number> = { customer: 0, centre: 0, other: 0 };
  const shown = known.map(({ id, role, name }): ShownParticipant => {
    const text = cleanName(name) || roleLabels[role];
    const sameLabel = (labels.get(text) ?? 0) + 1;
    labels.set(text, sameLabel);
    const group = groups[role];
    return {
      id,
      role,
      label: sameLabel === 1 ? text : `${text} ${sameLabel}`,
      hasName: cleanName(name) !== '',
      group,
      tone: tones[group]++ % tonesPerGroup,
    };
  });
  const byId = new Map(shown.map((participant) => [participant.id, participant]));
  return {
    all: groupOrder.flatMap((group) => shown.filter((participant) => participant.group === group)),
    find: ({ id, role }) =>
      byId.get(id) ?? { id, role, label: roleLabels[role], hasName: false, group: groups[role], tone: 0 },
  };
}
