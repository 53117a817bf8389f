import {
  MAX_PARTICIPANTS,
  participantIdSchema,
  participantRoles,
  type Participant,
  type ParticipantId,
  type ParticipantRole,
} from '@earshot/contracts';
import type { RecordedParticipant } from './recording-metadata.js';
import type { RecordingState } from './recording-state.js';
import { readBase64Uuid } from './to-plain-id.js';

/** Who is on the call and on its tracks, as ingest needs it. */
export interface RecordingRoster {
  readonly tracks: readonly { readonly participantId: ParticipantId | null }[];
  readonly participants: readonly Participant[];
}

const MAX_LABEL_LENGTH = 256;

/** Turns the metadata of one dialog into rosters. A participant has the same id in all of them. */
export class RosterBuilder {
  private readonly ids = new Map<string, ParticipantId>();

  /** `agents`: numbers and addresses of agents; one that ends in `*` stands for all that begin so. */
  constructor(private readonly agents: readonly string[]) {}

  /** `labels`: the label of the stream on each track; undefined: the track has no stream, or one without a label. */
  buildRoster(state: RecordingState, labels: readonly (string | undefined)[]): RecordingRoster {
    const present = state.present.slice(0, MAX_PARTICIPANTS);
    const isAgentKnown = present.some((participant) => this.isAgent(participant));
    return {
      tracks: labels.map((label) => {
        const speaker = label === undefined ? null : state.findSpeaker(label);
        return { participantId: speaker === null || !present.includes(speaker) ? null : this.idOf(speaker.id) };
      }),
      participants: present.map((participant) => this.toParticipant(participant, isAgentKnown)),
    };
  }

  private toParticipant(recorded: RecordedParticipant, isAgentKnown: boolean): Participant {
    const [first] = recorded.names;
    const number = first === undefined ? '' : readNumber(first.address);
    return {
      id: this.idOf(recorded.id),
      role: readRole(recorded.role) ?? this.guessRole(recorded, isAgentKnown),
      ...(first?.name !== undefined && { name: first.name.slice(0, MAX_LABEL_LENGTH) }),
      ...(number !== '' && { number: number.slice(0, MAX_LABEL_LENGTH) }),
    };
  }

  /** Beside a known agent, everybody else is a customer. Without one, nobody knows. */
  private guessRole(recorded: RecordedParticipant, isAgentKnown: boolean): ParticipantRole {
    if (!isAgentKnown) return 'UNKNOWN';
    return this.isAgent(recorded) ? 'AGENT' : 'CUSTOMER';
  }

  private isAgent({ names }: RecordedParticipant): boolean {
    return names.some(({ address }) => {
      const forms = [readNumber(address), stripScheme(address)].map((form) => form.toLowerCase());
      return this.agents.some((agent) => forms.some((form) => isMatch(agent.toLowerCase(), form)));
    });
  }

  /** Some clients put numbers into the ids, and logs show ours: so only a UUID is passed on. */
  private idOf(recordedId: string): ParticipantId {
    const known = this.ids.get(recordedId);
    if (known !== undefined) return known;
    const id = participantIdSchema.parse(readBase64Uuid(recordedId) ?? `participant-${this.ids.size + 1}`);
    if (this.ids.size < 1_024) this.ids.set(recordedId, id);
    return id;
  }
}

const isMatch = (agent: string, form: string): boolean =>
  agent.endsWith('*') ? form.startsWith(agent.slice(0, -1)) : form === agent;

const readRole = (text: string | undefined): ParticipantRole | undefined =>
  participantRoles.find((role) => role === text?.trim().toUpperCase());

/** `sip:bob@example.com;user=phone` to `bob@example.com`. */
const stripScheme = (address: string): string => address.replace(/^(?:sips?|tel):/i, '').replace(/[;?].*$/s, '');

/** The phone number in an address, or the address without its scheme where it has no number. */
function readNumber(address: string): string {
  const plain = stripScheme(address.trim());
  const user = plain.split('@', 1)[0] ?? '';
  return /^\+?[\d().#*-]+$/.test(user) ? user : plain;
}
