import { exampleSpeaker, type SegmentId } from '@earshot/contracts';
import type { CountryCode } from 'libphonenumber-js';
import { CallRedactor } from '../src/redaction/call-redactor.js';

export type Said = readonly ['AGENT' | 'CUSTOMER', string];

/** The turns of a call such as "A: your name / C: Tom". */
export const turnsOf = (call: string): Said[] =>
  call.split(' / ').map((turn): Said => [turn.startsWith('A: ') ? 'AGENT' : 'CUSTOMER', turn.slice(3)]);

/** The final texts of a dialogue after all corrections, in the order in which they were said. */
export function redactDialogue(said: readonly Said[], defaultCountry: CountryCode = 'US'): string[] {
  const redactor = new CallRedactor({ defaultCountry });
  const texts = new Map<string, string>();
  said.forEach(([role, text], index) => {
    const { segment, corrections } = redactor.redact({
      segmentId: `s-0-${index}` as SegmentId,
      ...exampleSpeaker(role),
      revision: 1,
      isPartial: false,
      startMs: index * 1_000,
      endMs: index * 1_000 + 900,
      text,
      words: [],
      engine: 'scripted',
      recognizedAtMs: 0,
    });
    for (const one of [segment, ...corrections]) texts.set(one.segmentId, one.text);
  });
  return [...texts.values()];
}

/** The customer's final texts after a question of the agent. */
export const redactAnswers = (question: string, answers: readonly string[], country?: CountryCode): string[] =>
  redactDialogue([['AGENT', question], ...answers.map((text): Said => ['CUSTOMER', text])], country).slice(1);

/** The final text of one utterance. */
export const redactText = (text: string, country?: CountryCode): string =>
  redactDialogue([['CUSTOMER', text]], country).join(' ');
