import { frameSamples, makeEvent, type EventData, type JsonEventType } from '@earshot/contracts';
import { samplesToMs } from '@earshot/domain';
import type { Clock, NewId } from '@earshot/ports';
import type { TrackGap } from '../audio/track-gap.js';
import type { CallProblem } from '../call/call-problems.js';
import type { RosterChange } from '../call/call-roster.js';
import type { CallStart, Roster } from '../call/call-start.js';
import type { PauseState } from '../call/pause-state.js';
import type { IngestMetrics } from '../ingest.metrics.js';
import type { CallPosition } from '../registry/locate-call.js';
import type { OutgoingEvent } from './outgoing-event.js';

type GapReason = EventData<'audio.gap-declared'>['reason'];
type CloseReason = EventData<'stream.closed'>['reason'];

/** Makes the events of one call, and counts the audio and the gaps in them. */
export class CallEvents {
  constructor(
    private readonly start: CallStart,
    private readonly clock: Clock,
    private readonly newId: NewId,
    private readonly metrics: Pick<IngestMetrics, 'secondsReceived' | 'gaps' | 'gapSeconds'>,
  ) {}

  callStarted(startedAtMs: number): OutgoingEvent {
    const { source, customerNumber, systemNumber, agentId, tenant, startedBy, queue } = this.start;
    const { name, language, metadata, awaitsStart } = this.start;
    const known = { customerNumber, systemNumber, agentId, queue, name, language, metadata };
    const data = { source, startedAtMs, ...known, tenant, startedBy, awaitsStart };
    return { topic: 'calls.lifecycle', event: this.make('call.started', data) };
  }

  streamOpened(startSample: number, roster: Roster): OutgoingEvent {
    const { format, requestedEngine, script, isRecorded, language } = this.start;
    const { codec, sampleRateHz } = format;
    const [tracks, participants] = [[...roster.tracks], [...roster.participants]];
    const asked = { requestedEngine, script, isRecorded, language };
    const data = { codec, sampleRateHz, tracks, participants, startSample, ...asked };
    return { topic: 'calls.audio', event: this.make('stream.opened', data) };
  }

  /** `fromSample`: the position on the call clock from which the change counts. */
  rosterChanged(change: RosterChange, fromSample: number): OutgoingEvent {
    const { sampleRateHz } = this.start.format;
    const atMs = samplesToMs(fromSample, sampleRateHz);
    switch (change.kind) {
      case 'joined': {
        const data = { participant: change.participant, atMs };
        return { topic: 'calls.lifecycle', event: this.make('participant.joined', data) };
      }
      case 'changed': {
        const data = { participant: change.participant, atMs };
        return { topic: 'calls.lifecycle', event: this.make('participant.changed', data) };
      }
      case 'left': {
        const data = { participantId: change.participantId, atMs };
        return { topic: 'calls.lifecycle', event: this.make('participant.left', data) };
      }
      case 'assigned': {
        const { track, participant } = change;
        const data = { sampleRateHz, fromSample, track, participant };
        return { topic: 'calls.audio', event: this.make('track.assigned', data) };
      }
    }
  }

  audioFrame(payload: Uint8Array, { nextSequence, positionSample, lastAudioAtMs }: CallPosition): OutgoingEvent {
    const { callId, format } = this.start;
    const { codec, channelCount, sampleRateHz } = format;
    this.metrics.secondsReceived.add(frameSamples({ payload, codec, channelCount }) / sampleRateHz);
    return {
      topic: 'calls.audio',
      event: {
        type: 'audio.frame',
        callId,
        sequence: nextSequence,
        codec,
        channelCount,
        sampleRateHz,
        positionSample,
        receivedAtMs: lastAudioAtMs,
        payload,
      },
    };
  }

  /** `endsAtMs`: the wall clock at the end of the gap. */
  gap(fromSample: number, toSample: number, reason: GapReason, endsAtMs: number): OutgoingEvent {
    const { sampleRateHz, channelCount: trackCount } = this.start.format;
    // A pause is declared in many pieces, and nothing of it is amiss.
    if (reason !== 'PAUSED') this.metrics.gaps.add(1, { reason });
    this.metrics.gapSeconds.add((toSample - fromSample) / sampleRateHz, { reason });
    const data = { sampleRateHz, fromSample, toSample, reason, trackCount, endsAtMs };
    return { topic: 'calls.audio', event: this.make('audio.gap-declared', data) };
  }

  /** The frames of the span hold silence on the tracks of the gap. Those before it must be published already. */
  trackGap({ fromSample, toSample, tracks, reason }: TrackGap): OutgoingEvent {
    const { sampleRateHz, channelCount: trackCount } = this.start.format;
    this.metrics.gaps.add(1, { reason });
    this.metrics.gapSeconds.add((toSample - fromSample) / sampleRateHz, { reason });
    const someTracks = { tracks: [...tracks], toSample };
    const data = { sampleRateHz, fromSample, toSample: fromSample, someTracks, reason, trackCount };
    return { topic: 'calls.audio', event: this.make('audio.gap-declared', data) };
  }

  /** No audio has arrived since `sinceMs` (wall clock), and the call still waits for it. */
  streamSilent(sinceMs: number, isConnected: boolean): OutgoingEvent {
    return { topic: 'calls.audio', event: this.make('stream.silent', { sinceMs, isConnected }) };
  }

  streamClosed(endSample: number, reason: CloseReason): OutgoingEvent {
    const { sampleRateHz } = this.start.format;
    return { topic: 'calls.audio', event: this.make('stream.closed', { sampleRateHz, endSample, reason }) };
  }

  pauseChanged(state: PauseState): OutgoingEvent {
    return { topic: 'calls.lifecycle', event: this.make('call.pause-changed', state) };
  }

  callEnded(endedAtMs: number, durationMs: number, reason: CloseReason): OutgoingEvent {
    return { topic: 'calls.lifecycle', event: this.make('call.ended', { endedAtMs, durationMs, reason }) };
  }

  problem({ code, message }: CallProblem): OutgoingEvent {
    return { topic: 'calls.lifecycle', event: this.make('processing.failed', { stage: 'ingest', code, message }) };
  }

  /** Replaces an event that the bus refuses for good: a gap replaces audio, nothing replaces other events. */
  replaceRefused({ event }: OutgoingEvent): readonly OutgoingEvent[] {
    if (event.type !== 'audio.frame') return [];
    const toSample = event.positionSample + frameSamples(event);
    return [this.gap(event.positionSample, toSample, 'FRAMES_LOST', event.receivedAtMs)];
  }

  private make<T extends JsonEventType>(type: T, data: EventData<T>) {
    return makeEvent(type, this.start.callId, data, { id: this.newId(), occurredAtMs: this.clock.nowMs() });
  }
}
