import { ok, type CallId, type HearingChange, type Result, type RosterRefusalCode } from '@earshot/contracts';
import type { CallUpdate, StreamTerms } from './call-change.js';
import { CallRoster, type RosterAnnouncement, type RosterChanges } from './call-roster.js';
import type { CallStart, Roster } from './call-start.js';
import { createAgentId } from './create-agent-id.js';

/** How a call begins or continues. */
export interface CallOpening {
  readonly roster: Roster;
  readonly terms: StreamTerms;
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

  /** Returns the updates of the call, or why the change is refused. A part that is refused leaves the parts before it. */
  change({
    agentId,
    swapTracks,
    language,
    isRecorded,
  }: HearingChange): Result<readonly CallUpdate[], RosterRefusalCode> {
    const agent =
      agentId === undefined ? ok([]) : this.roster.replaceAgent(agentId, (id) => createAgentId(this.callId, id));
    if (!agent.ok) return agent;
    const swapped = swapTracks === undefined ? ok([]) : this.roster.swapTracks(...swapTracks);
    if (!swapped.ok) return swapped;
    return ok([...agent.value, ...swapped.value, ...this.changeTerms({ language, isRecorded })]);
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
