import { frameSamples, makeEvent, type EventData, type JsonEventType } from '@earshot/contracts';
import { samplesToMs } from '@earshot/domain';
import type { Clock, NewId } from '@earshot/ports';
import type { TrackGap } from '../audio/track-gap.js';
import type { CallProblem } from '../call/call-problems.js';
import type { CallUpdate, StreamTerms } from '../call/call-change.js';
import type { CallStart, Roster } from '../call/call-start.js';
import type { PauseState } from '../call/pause-state.js';
import type { IngestMetrics } from '../ingest.metrics.js';
import type { CallPosition } from '../registry/locate-call.js';
import type { OutgoingEvent } from './outgoing-event.js';

type GapReason = EventData<'audio.gap-declared'>['reason'];
type CloseReason = EventData<'stream.closed'>['reason'];

/** Makes the events of one call, and counts the audio and the gaps in them. */
export class CallEvents {
  private terms: StreamTerms;
  private lastChangeMs = 0;

  constructor(
    private readonly start: CallStart,
    private readonly clock: Clock,
    private readonly newId: NewId,
    private readonly metrics: Pick<IngestMetrics, 'secondsReceived' | 'gaps' | 'gapSeconds'>,
  ) {
    const { language, isRecorded } = start;
    this.terms = { language, isRecorded };
  }

  callStarted(startedAtMs: number): OutgoingEvent {
    const { source, customerNumber, systemNumber, agentId, tenant, startedBy, queue } = this.start;
    const { name, language, metadata, awaitsStart } = this.start;
    const known = { customerNumber, systemNumber, agentId, queue, name, language, metadata };
    const data = { source, startedAtMs, ...known, tenant, startedBy, awaitsStart };
    return { topic: 'calls.lifecycle', event: this.make('call.started', data) };
  }

  /** The terms of the streams that open from now on. */
  adoptTerms(terms: StreamTerms): void {
    this.terms = terms;
  }

  streamOpened(startSample: number, roster: Roster): OutgoingEvent {
    const { format, requestedEngine, script } = this.start;
    const { codec, sampleRateHz } = format;
    const [tracks, participants] = [[...roster.tracks], [...roster.participants]];
    const asked = { requestedEngine, script, ...this.terms };
    const data = { codec, sampleRateHz, tracks, participants, startSample, ...asked };
    return { topic: 'calls.audio', event: this.make('stream.opened', data) };
  }

  /** `fromSample`: the position on the call clock from which the update counts. */
  callUpdated(update: CallUpdate, fromSample: number): OutgoingEvent {
    const { sampleRateHz } = this.start.format;
    const atMs = samplesToMs(fromSample, sampleRateHz);
    switch (update.kind) {
      case 'joined': {
        const data = { participant: update.participant, atMs };
        return { topic: 'calls.lifecycle', event: this.make('participant.joined', data) };
      }
      case 'changed': {
        const data = { participant: update.participant, atMs };
        return { topic: 'calls.lifecycle', event: this.make('participant.changed', data) };
      }
      case 'left': {
        const data = { participantId: update.participantId, atMs };
        return { topic: 'calls.lifecycle', event: this.make('participant.left', data) };
      }
      case 'assigned': {
        const { track, participant } = update;
        const data = { sampleRateHz, fromSample, track, participant };
        return { topic: 'calls.audio', event: this.make('track.assigned', data) };
      }
      case 'stream-changed': {
        this.terms = { ...this.terms, ...update.change };
        const data = { sampleRateHz, fromSample, ...update.change };
        return { topic: 'calls.audio', event: this.make('stream.changed', data) };
      }
      case 'facts-changed': {
        const data = { ...update.change, tenant: this.start.tenant, changedAtMs: this.nextChangeMs() };
        return { topic: 'calls.lifecycle', event: this.make('call.changed', data) };
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

  /** Later changes have a higher time, also within one millisecond. */
  private nextChangeMs(): number {
    this.lastChangeMs = Math.max(this.lastChangeMs + 1, Math.round(this.clock.nowMs()));
    return this.lastChangeMs;
  }

  private make<T extends JsonEventType>(type: T, data: EventData<T>) {
    return makeEvent(type, this.start.callId, data, { id: this.newId(), occurredAtMs: this.clock.nowMs() });
  }
}
