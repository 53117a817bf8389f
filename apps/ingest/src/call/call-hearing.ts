import { ok, type CallId, type HearingChange, type RosterRefusalCode } from '@earshot/contracts';
import type { CallUpdate, StreamTerms } from './call-change.js';
import { CallRoster, type RosterAnnouncement, type RosterChanges } from './call-roster.js';
import type { CallStart, Roster } from './call-start.js';
import { createAgentId } from './create-agent-id.js';

/** How a call begins or continues. */
export interface CallOpening {
  readonly roster: Roster;
  readonly terms: StreamTerms;
}

/** What a change does: the updates of the call, and why a part of it is refused; null: no part is. */
export interface ChangedHearing {
  readonly updates: readonly CallUpdate[];
  readonly refusal: RosterRefusalCode | null;
}

/** Who is heard on a call and on which terms, as its source and others say. */
export class CallHearing {
  readonly roster: CallRoster;
  private readonly callId: CallId;
  private terms: StreamTerms;

  constructor(start: CallStart) {
    this.callId = start.callId;
    this.roster = new CallRoster(start);
    const { language, isRecorded } = start;
    this.terms = { language, isRecorded };
  }

  get opening(): CallOpening {
    return { roster: this.roster.current, terms: this.terms };
  }

  /** What the source says. */
  changeRoster(request: RosterAnnouncement): RosterChanges {
    switch (request.kind) {
      case 'join':
        return this.roster.join(request.participant, request.track);
      case 'change':
        return this.roster.change(request.participant);
      case 'leave':
        return this.roster.leave(request.participantId);
      case 'assign':
        return this.roster.assign(request.track, request.participantId);
    }
  }

  /** A part that is refused leaves the others. */
  change({ agentId, swapTracks, language, isRecorded }: HearingChange): ChangedHearing {
    const parts = [
      agentId === undefined ? ok([]) : this.roster.replaceAgent(agentId, (id) => createAgentId(this.callId, id)),
      swapTracks === undefined ? ok([]) : this.roster.swapTracks(...swapTracks),
      ok(this.changeTerms({ language, isRecorded })),
    ];
    const refused = parts.find((part) => !part.ok);
    return {
      updates: parts.flatMap((part): readonly CallUpdate[] => (part.ok ? part.value : [])),
      refusal: refused === undefined || refused.ok ? null : refused.error,
    };
  }

  private changeTerms({ language, isRecorded }: StreamTerms): CallUpdate[] {
    const change = {
      ...(language !== undefined && language !== this.terms.language && { language }),
      ...(isRecorded !== undefined && isRecorded !== (this.terms.isRecorded ?? true) && { isRecorded }),
    };
    this.terms = { ...this.terms, ...change };
    return Object.keys(change).length === 0 ? [] : [{ kind: 'stream-changed', change }];
  }
}
