import type { CallId } from '@earshot/contracts';
import { engineFaults, type EngineFault, type RecurringFault } from './fault-plan.js';
import type { Utterance, UtteranceSource } from './utterance.js';

const DEFAULT_FINAL_EVERY_SECONDS = 4;
/** Share of a period in which a track speaks: even tracks in the first half, odd tracks in the second. */
const SPOKEN_PART = 0.46;
const MS_PER_WORD = 250;
const WORDS = (
  'account address again agree amount answer because before better billing call card change check contract could ' +
  'customer date delivery details different email every exactly first follow friday great happy help however include ' +
  'invoice issue later letter look maybe minute money monday morning moment name never next number offer okay online ' +
  'order other package paper phone please possible price problem product question quick reason refund right second ' +
  'service should simple sorry store sure system thank thing today tomorrow update wait week where wonder work year'
).split(' ');

/** A `generated:` script: its seed, the period between finals of a track, and the fault of its engine. */
export interface GeneratedScript {
  readonly seed: string;
  readonly finalEverySeconds: number;
  readonly fault?: RecurringFault;
}

/** The script of a call that does not name one. */
export const scriptNameOf = (callId: CallId): string => `generated:${callId.replaceAll(':', '_').slice(0, 100)}`;

const NAME = /^generated:([^:]{1,100})(?::(\d+(?:\.\d+)?))?(?::fault=([a-z]+)@(\d+(?:\.\d+)?))?$/;

/**
 * Reads `generated:<seed>` or `generated:<seed>:<finalEverySeconds>` (0.5 to 600), each optionally followed by
 * `:fault=<reset|close|busy|hang>@<everySeconds>` (1 to 3600). Null for any other name.
 */
export function parseGeneratedScript(name: string): GeneratedScript | null {
  const [, seed, finalEvery, kind, faultEvery] = NAME.exec(name) ?? [];
  if (seed === undefined) return null;
  const finalEverySeconds = finalEvery === undefined ? DEFAULT_FINAL_EVERY_SECONDS : Number(finalEvery);
  if (finalEverySeconds < 0.5 || finalEverySeconds > 600) return null;
  if (kind === undefined) return { seed, finalEverySeconds };
  const everySeconds = Number(faultEvery);
  if (!isEngineFault(kind) || everySeconds < 1 || everySeconds > 3_600) return null;
  return { seed, finalEverySeconds, fault: { kind, everySeconds } };
}

const isEngineFault = (kind: string): kind is EngineFault => (engineFaults as readonly string[]).includes(kind);

/**
 * The utterances of `generated:<seed>` on a track that end in `(fromMs, toMs]` on the call clock, in order. Each begins
 * with its number (`u0`, `u1`, …), so that the texts alone show loss, doubling and disorder. Even tracks
 * speak in the first half of each period, odd tracks in the second.
 */
export function generatedUtterances(
  seed: string,
  track: number,
  fromMs: number,
  toMs: number,
  finalEverySeconds = DEFAULT_FINAL_EVERY_SECONDS,
): Utterance[] {
  const source = generatedSource({ seed, finalEverySeconds }, track, fromMs);
  const utterances: Utterance[] = [];
  for (let next = source.next(); next !== null && next.endMs <= toMs; next = source.next()) utterances.push(next);
  return utterances;
}

/** The endless dialogue on one track, from the first utterance that ends after `fromMs`. */
export function generatedSource(script: GeneratedScript, track: number, fromMs: number): UtteranceSource {
  const periodMs = script.finalEverySeconds * 1_000;
  let number = Math.max(0, Math.floor(fromMs / periodMs) - 1);
  while (makeUtterance(script, track, number).endMs <= fromMs) number += 1;
  return { next: () => makeUtterance(script, track, number++) };
}

function makeUtterance(script: GeneratedScript, track: number, number: number): Utterance {
  const periodMs = script.finalEverySeconds * 1_000;
  const random = makeRandom(`${script.seed}/${track}/${number}`);
  const startMs = Math.round((number + (track % 2 === 1 ? 0.5 : 0)) * periodMs + random() * 0.02 * periodMs);
  const endMs = Math.round(startMs + SPOKEN_PART * periodMs);
  const count = Math.max(2, Math.round((endMs - startMs) / MS_PER_WORD));
  const words = Array.from({ length: count - 1 }, () => WORDS[Math.floor(random() * WORDS.length)]);
  return { track, startMs, endMs, text: [`u${number}`, ...words].join(' ') };
}

/** Numbers from 0 to 1 that depend only on the text: FNV-1a for the seed, then a Weyl sequence with a mixing step. */
function makeRandom(text: string): () => number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000;
  };
}
