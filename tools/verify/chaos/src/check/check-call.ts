import { ChaosAudio } from '../truth/chaos-audio.js';
import type { CallEvidence, ObservedCall, ObservedGap } from './call-evidence.js';
import { sumUntranscribedMs } from './untranscribed-gaps.js';
import { checkLedger } from './check-ledger.js';
import { checkRecording } from './check-recording.js';
import { checkStream } from './check-stream.js';
import { checkWords } from './check-words.js';

/** The result of checking one call. */
export interface CallCheck {
  readonly callId: string;
  /** Finals that the script expects. */
  readonly expected: number;
  /** Finals missing in the read model or at the subscriber. */
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** Finals with words that the script does not have. */
  readonly wrongWords: number;
  readonly gaps: number;
  /** The largest gap total of a track. */
  readonly gapMs: number;
  /** The largest total of a track: gaps whose audio arrived, and no words came from the recording. */
  readonly untranscribedMs: number;
  /** Errors in everything except the words: status, ledger, recording, metrics. */
  readonly otherErrors: readonly string[];
  /** Codes of the problems that the call reports. */
  readonly problems: readonly string[];
  readonly reconnects: number;
  /** How long the player had no server that answered. */
  readonly withoutServerMs: number;
  /** All errors as text, without words that were spoken. */
  readonly details: readonly string[];
}

/**
 * Compares all evidence of a finished call with what was played. Pure.
 * @param mayLackRecording true if the fault fills the disk and no bus keeps the audio. Then the recording of a call that reports
 *   `RECORDING_FAILED` may have undeclared silence.
 */
export function checkCall(evidence: CallEvidence, mayLackRecording = false): CallCheck {
  const { played, call } = evidence;
  const { callId, reconnects } = played;
  const withoutServerMs = played.disconnectedMs + played.unansweredMs;
  if (call === null) {
    const otherErrors = [...playErrors(played.failure), 'the call is not in the read model'];
    const none = {
      expected: 0,
      doubled: 0,
      outOfOrder: 0,
      wrongWords: 0,
      gaps: 0,
      gapMs: 0,
      untranscribedMs: 0,
      problems: [],
    };
    return { callId, lost: 0, otherErrors, reconnects, withoutServerMs, details: otherErrors, ...none };
  }
  const words = checkWords(played, call);
  const stream = checkStream(evidence.stream, call.segments);
  const otherErrors = findOtherErrors(evidence, call, mayLackRecording);
  return {
    callId,
    expected: words.expected,
    lost: words.lost + stream.missed,
    doubled: words.doubled + stream.surplus,
    outOfOrder: stream.outOfOrder,
    wrongWords: words.wrongWords,
    gaps: findGaps(call).length,
    gapMs: Math.max(0, ...call.ledger.map((row) => row.gapMs)),
    untranscribedMs: Math.max(0, ...call.ledger.map(({ gaps }) => sumUntranscribedMs(gaps))),
    otherErrors,
    problems: call.problems.map(({ stage, code }) => `${stage}/${code}`),
    reconnects,
    withoutServerMs,
    details: [...otherErrors, ...words.details, ...stream.details],
  };
}

function findOtherErrors(
  { played, recording }: CallEvidence,
  call: ObservedCall,
  mayLackRecording: boolean,
): readonly string[] {
  const { callId, playedMs, endedAfterMs, reconnects, unansweredMs } = played;
  const receivedMs = Math.max(0, ...call.ledger.map((row) => row.receivedMs));
  const isDeclaredIncomplete = mayLackRecording && call.problems.some(({ code }) => code === 'RECORDING_FAILED');
  const gaps = findGaps(call);
  const times = { receivedMs, playedMs, endedAfterMs, unansweredMs };
  const expected = { audio: new ChaosAudio(callId), gaps, ...times, reconnects, isDeclaredIncomplete };
  return [
    ...playErrors(played.failure),
    ...(call.status === 'ENDED' ? [] : [`the status is ${call.status}`]),
    ...checkLedger(call).map((error) => `ledger, ${error}`),
    ...checkRecording(recording, expected).map((error) => `recording: ${error}`),
    ...(played.receivedMs !== null && Math.abs(played.receivedMs - receivedMs) > 1
      ? [`ingest counted ${played.receivedMs} ms, the ledger ${receivedMs} ms`]
      : []),
    ...checkWordCounts(call),
  ];
}

const playErrors = (failure: string | null) => (failure === null ? [] : [`the call could not be played: ${failure}`]);

/** Returns the gaps of all tracks. A gap that several tracks have counts once. */
function findGaps({ ledger }: ObservedCall): ObservedGap[] {
  const gaps = new Map(ledger.flatMap(({ gaps }) => gaps.map((gap) => [`${gap.fromMs} ${gap.toMs}`, gap] as const)));
  return [...gaps.values()];
}

/** After a takeover the metrics must still count each word once. */
function checkWordCounts({ metrics, segments }: ObservedCall): string[] {
  if (metrics === null) return segments.length === 0 ? [] : ['the call has no metrics'];
  return metrics.channels.flatMap(({ participant: { id }, words }) => {
    const storedWords = segments
      .filter((segment) => segment.participant.id === id)
      .reduce((sum, { text }) => sum + (text.match(/\S+/g)?.length ?? 0), 0);
    return storedWords === words ? [] : [`metrics: ${words} words counted for ${id}, ${storedWords} are stored`];
  });
}
