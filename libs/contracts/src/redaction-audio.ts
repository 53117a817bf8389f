import { z } from 'zod';
import { redactionKinds, type RedactionKind } from './redaction.js';

/**
 * What happens to the audio of words that redaction removes. keep: it stays audible. mute: it stays stored and is served as silence.
 * remove: it is also overwritten in storage.
 */
export const audioTreatments = ['keep', 'mute', 'remove'] as const;
export type AudioTreatment = (typeof audioTreatments)[number];
export type RedactionAudio = Readonly<Record<RedactionKind, AudioTreatment>>;

/** PCI DSS 3.3.1 forbids to keep a security code or PIN after the authorisation, even encrypted. */
const removedByDefault: readonly RedactionKind[] = ['CARD', 'CVV', 'PIN'];

const defaults = Object.fromEntries(
  redactionKinds.map((kind) => [kind, removedByDefault.includes(kind) ? 'remove' : 'mute']),
) as RedactionAudio;

/** A setting such as `PHONE=keep,EMAIL=remove`. A kind that it does not name keeps its default. */
export const redactionAudioSetting = z
  .string()
  .default('')
  .transform((text, context): RedactionAudio => {
    const entries = text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')
      .map((item) => item.split('=').map((part) => part.trim()));
    for (const [kind, treatment, ...rest] of entries) {
      if (isOneOf(redactionKinds, kind) && isOneOf(audioTreatments, treatment) && rest.length === 0) continue;
      context.addIssue({
        code: 'custom',
        message: `expected KIND=TREATMENT, separated by commas, with a kind of ${redactionKinds.join(', ')} and a treatment of ${audioTreatments.join(', ')}`,
      });
      return z.NEVER;
    }
    return { ...defaults, ...(Object.fromEntries(entries) as Partial<RedactionAudio>) };
  });

const isOneOf = (values: readonly string[], value: string | undefined): boolean =>
  value !== undefined && values.includes(value);

/** The kinds whose audio gets this treatment. */
export const kindsTreatedAs = (treatments: RedactionAudio, treatment: AudioTreatment): RedactionKind[] =>
  redactionKinds.filter((kind) => treatments[kind] === treatment);
