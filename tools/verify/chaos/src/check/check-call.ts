import { ChaosAudio } from '../truth/chaos-audio.js';
import { checkLedger } from './check-ledger.js';
import { checkRecording } from './check-recording.js';
import { checkStream } from './check-stream.js';
import { checkWords } from './check-words.js';
import type { Evidence, SeenCall, SeenGap } from './observed.js';

/** The account of one call. */
export interface CallCheck {
  readonly callId: string;
  readonly expected: number;
  /** Finals missing in the read model, or in what the subscriber ended up with. */
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** Finals with other words than the script's. */
  readonly differing: number;
  readonly gaps: number;
  /** Longest of both channels. */
  readonly gapMs: number;
  /** What is wrong with it apart from words: status, ledger, recording, figures. */
  readonly faulty: readonly string[];
  /** Codes of the problems that the call itself shows. */
  readonly problems: readonly string[];
  readonly reconnects: number;
  /** All of it in words, without any that were spoken. */
  readonly details: readonly string[];
}

/**
 * Compares all that is known of a call after it is over with the generator's truth. Pure.
 * @param mayLackRecording where the fault takes the room for recordings and no bus keeps the audio: a call that says so may
 *   have silence in its recording.
 */
export function checkCall({ played, call, stream, recording }: Evidence, mayLackRecording = false): CallCheck {
  const { callId, reconnects } = played;
  if (call === null) {
    const faulty = [...failureOf(played.failure), 'the call is not in the read model'];
    const none = { expected: 0, doubled: 0, outOfOrder: 0, differing: 0, gaps: 0, gapMs: 0, problems: [] };
    return { callId, lost: 0, faulty, reconnects, details: faulty, ...none };
  }
  const words = checkWords(played, call);
  const told = checkStream(stream, call.segments);
  const gaps = gapsOf(call);
  const receivedMs = Math.max(0, ...call.ledger.map((row) => row.receivedMs));
  const audio = new ChaosAudio(callId);
  const playedMs = played.playedMs;
  const isDeclaredIncomplete = mayLackRecording && call.problems.some(({ code }) => code === 'RECORDING_FAILED');
  const expectation = { audio, gaps, receivedMs, playedMs, reconnects, isDeclaredIncomplete };
  const faulty = [
    ...failureOf(played.failure),
    ...(call.status === 'ENDED' ? [] : [`its status is ${call.status}`]),
    ...checkLedger(call).map((problem) => `ledger, ${problem}`),
    ...checkRecording(recording, expectation).map((problem) => `recording: ${problem}`),
    ...(played.receivedMs !== null && Math.abs(played.receivedMs - receivedMs) > 1
      ? [`ingest counted ${played.receivedMs} ms, the ledger ${receivedMs} ms`]
      : []),
    ...figures(call),
  ];
  return {
    callId,
    expected: words.expected,
    lost: words.lost + told.missed,
    doubled: words.doubled + told.surplus,
    outOfOrder: told.outOfOrder,
    differing: words.differing,
    gaps: gaps.length,
    gapMs: Math.max(0, ...call.ledger.map((row) => row.gapMs)),
    faulty,
    problems: call.problems.map(({ stage, code }) => `${stage}/${code}`),
    reconnects,
    details: [...faulty, ...words.details, ...told.details],
  };
}

const failureOf = (failure: string | null) => (failure === null ? [] : [`it could not be played: ${failure}`]);

/** The gaps of both channels, one and the same gap once. */
function gapsOf({ ledger }: SeenCall): SeenGap[] {
  const seen = new Map(ledger.flatMap(({ gaps }) => gaps.map((gap) => [`${gap.fromMs} ${gap.toMs}`, gap] as const)));
  return [...seen.values()];
}

/** Each word is counted once in the call's figures, whoever went on with them. */
function figures({ metrics, segments }: SeenCall): string[] {
  if (metrics === null) return segments.length === 0 ? [] : ['it has no figures'];
  return metrics.channels.flatMap(({ channel, words }) => {
    const said = segments
      .filter((segment) => segment.channel === channel)
      .reduce((sum, { text }) => sum + (text.match(/\S+/g)?.length ?? 0), 0);
    return said === words ? [] : [`figures: ${words} words counted on ${channel}, ${said} are stored`];
  });
}
