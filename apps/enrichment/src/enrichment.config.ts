import { join } from 'node:path';
import { z } from 'zod';
import { redactionKinds, sharedSettings, wholeNumberSetting, type RedactionKind } from '@earshot/contracts';

/** The file in this repository. The path is the same from `src` and from `dist`. */
const shippedCategories = join(import.meta.dirname, '../../../config/categories.yaml');

/** The settings of enrichment. Each key is an environment variable. */
export const enrichmentConfigSchema = z.object({
  EARSHOT_CATEGORIES_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'YAML file of the categories and alerts. Enrichment reads it again when it changes. Default: config/categories.yaml.',
    ),
  EARSHOT_MIN_CONFIDENCE: sharedSettings.EARSHOT_MIN_CONFIDENCE,
  EARSHOT_SENTIMENT_TIMEOUT_MS: wholeNumberSetting(10, 10_000, 250).describe(
    'Milliseconds that a final waits for its sentiment; after that it is published without a sentiment.',
  ),
  EARSHOT_PHONE_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected a country code such as US')
    .default('US')
    .describe(
      'Country, in two letters, whose national phone numbers are removed from transcripts. Numbers that start with + are always removed.',
    ),
  EARSHOT_REDACTION_TEXT: z
    .string()
    .transform((list, context) => readKinds(list, context))
    .prefault('all')
    .describe(
      `Kinds of private data that are replaced by placeholders in transcripts, separated by commas, such as CARD,CVV,PHONE. "all" takes every kind, a minus takes one out (all,-NAME), and "none" takes none. The kinds: ${redactionKinds.join(', ')}.`,
    ),
  EARSHOT_PII_TIMEOUT_MS: wholeNumberSetting(10, 10_000, 400).describe(
    "Milliseconds that a final waits for PII_ENGINE; after that Earshot's own rules alone redact it, and the call says so.",
  ),
  EARSHOT_PII_PARTIALS: z
    .enum(['shown', 'withheld'])
    .default('shown')
    .describe(
      "PII_ENGINE marks finals only. shown: partials are redacted by Earshot's own rules, so a name may be visible until its final comes. withheld: with a PII_ENGINE, partials are not shown.",
    ),
  SPEECH_LANGUAGE: sharedSettings.SPEECH_LANGUAGE,
});

/** Reads "all", "all,-PHONE" or "CARD,CVV". */
function readKinds(list: string, context: z.RefinementCtx): readonly RedactionKind[] {
  const kinds = new Set<RedactionKind>();
  for (const entry of list.split(',').map((part) => part.trim().toUpperCase())) {
    const name = entry.replace(/^-/, '');
    if (name === 'NONE') continue;
    const named = name === 'ALL' ? redactionKinds : redactionKinds.filter((kind) => kind === name);
    if (named.length === 0)
      context.addIssue({ code: 'custom', message: 'expected "all", "none" or kinds such as CARD,CVV,-PHONE' });
    for (const kind of named) {
      if (entry.startsWith('-')) kinds.delete(kind);
      else kinds.add(kind);
    }
  }
  return redactionKinds.filter((kind) => kinds.has(kind));
}

export type EnrichmentConfig = z.infer<typeof enrichmentConfigSchema>;

export const categoriesFileOf = (config: EnrichmentConfig): string =>
  config.EARSHOT_CATEGORIES_FILE ?? shippedCategories;
