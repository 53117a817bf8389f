import { z } from 'zod';
import { isPrintable } from './printable-text.js';

/** Most entries of a call's metadata. */
export const MAX_METADATA_ENTRIES = 64;
/** Longest key of an entry, in UTF-16 units. */
export const MAX_METADATA_KEY_LENGTH = 128;
/** Longest value of an entry, in UTF-16 units. */
export const MAX_METADATA_VALUE_LENGTH = 2_048;
/** Keys and values of a call's metadata together, in UTF-16 units. */
export const MAX_METADATA_LENGTH = 16_384;

const label = z.string().max(256);
const metadataKeySchema = z.string().min(1).max(MAX_METADATA_KEY_LENGTH).refine(isPrintable);
const metadataValueSchema = z.string().max(MAX_METADATA_VALUE_LENGTH);

const lengthOf = (metadata: Readonly<Record<string, string | null>>): number =>
  Object.entries(metadata).reduce((length, [key, value]) => length + key.length + (value?.length ?? 0), 0);

/** Whether the entries are within the bounds of one call. */
export const isMetadataBounded = (metadata: Readonly<Record<string, string | null>>): boolean =>
  Object.keys(metadata).length <= MAX_METADATA_ENTRIES && lengthOf(metadata) <= MAX_METADATA_LENGTH;

/** What the contact centre says of a call in words of its own. */
export const metadataSchema = z.record(metadataKeySchema, metadataValueSchema).refine(isMetadataBounded);
export type CallMetadata = z.infer<typeof metadataSchema>;

/** Entries that come or change; null removes an entry. Others stay. */
export const metadataChangeSchema = z
  .record(metadataKeySchema, metadataValueSchema.nullable())
  .refine(isMetadataBounded);
export type MetadataChange = z.infer<typeof metadataChangeSchema>;

/** A language as BCP 47 writes it: `en-US`, `de`, `zh-Hant-TW`. */
export const languageSchema = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/);

/** The id by which the contact centre knows the call, where it is another one than the call id. */
export const callNameSchema = z.string().min(1).max(256).refine(isPrintable);

/** What may become known of a call in its course, or after it. */
export const changedFactsShape = {
  agentId: label.min(1).optional(),
  customerNumber: label.optional(),
  systemNumber: label.optional(),
  queue: z.string().min(1).max(128).optional(),
  name: callNameSchema.optional(),
  language: languageSchema.optional(),
  metadata: metadataChangeSchema.optional(),
};

/** Facts of a call that change. A fact that is absent stays as it is. */
export type ChangedFacts = z.infer<z.ZodObject<typeof changedFactsShape>>;
