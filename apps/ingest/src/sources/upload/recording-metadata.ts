import type { IncomingHttpHeaders } from 'node:http';
import {
  callIdSchema,
  err,
  languageSchema,
  MAX_TRACKS,
  ok,
  participantRoleSchema,
  type Result,
} from '@earshot/contracts';
import { z } from 'zod';

const label = z
  .string()
  .trim()
  .min(1)
  .max(256)
  .regex(/^\P{C}*$/u, 'has characters that cannot be shown');

/** What the sender of a recording says about its call. Every field may be missing. */
export const recordingMetadataSchema = z.strictObject({
  /** The call's own id, e.g. of the phone system. Without it, the file and its metadata make one. */
  callId: callIdSchema.optional(),
  agentId: label.optional(),
  customerNumber: label.optional(),
  systemNumber: label.optional(),
  queue: label.max(128).optional(),
  /** The language that is spoken, e.g. `en-US`. */
  language: languageSchema.optional(),
  /** When the call began, with a time zone. Without it, the call begins when the file came. */
  startedAt: z.iso
    .datetime({ offset: true })
    .refine((time) => Date.parse(time) >= 0, 'is before 1970')
    .optional(),
  /** Who is on each channel. Without it: CUSTOMER and AGENT for two channels, otherwise UNKNOWN. */
  roles: z.array(participantRoleSchema).min(1).max(MAX_TRACKS).optional(),
  /** A name for people, such as that of the file. */
  fileName: label.optional(),
  /** Makes another call of a file that was sent before. */
  again: z.boolean().optional(),
});

export type RecordingMetadata = z.infer<typeof recordingMetadataSchema>;

/** The names of the fields on HTTP. */
const headerFields: Readonly<Record<string, keyof RecordingMetadata>> = {
  'earshot-call-id': 'callId',
  'earshot-agent-id': 'agentId',
  'earshot-customer-number': 'customerNumber',
  'earshot-system-number': 'systemNumber',
  'earshot-queue': 'queue',
  'earshot-language': 'language',
  'earshot-started-at': 'startedAt',
  'earshot-roles': 'roles',
  'earshot-file-name': 'fileName',
  'earshot-again': 'again',
};

/** Metadata of headers such as `Earshot-Agent-Id`, percent-encoded as far as needed. The error names the field. */
export function readMetadataHeaders(headers: IncomingHttpHeaders): Result<RecordingMetadata, string> {
  const fields = Object.entries(headerFields).flatMap(([header, field]) => {
    const value = headers[header];
    return value === undefined ? [] : [[field, decodeText(String(value))] as const];
  });
  return checkMetadata(readTexts(Object.fromEntries(fields)));
}

/** Metadata of tus: `name base64, name base64`. `filename` and `filetype` are what clients of tus send themselves. */
export function readTusMetadata(header: string): Result<RecordingMetadata, string> {
  const pairs = header
    .split(',')
    .map((pair) => pair.trim().split(/ +/))
    .filter(([name]) => name !== '' && name !== 'filetype')
    .map(([name = '', value = '']) => [
      name === 'filename' ? 'fileName' : name,
      Buffer.from(value, 'base64').toString(),
    ]);
  return checkMetadata(readTexts(Object.fromEntries(pairs) as Record<string, string>));
}

/** Metadata of a file beside the recording: one JSON object. */
export function readMetadataFile(text: string): Result<RecordingMetadata, string> {
  try {
    return checkMetadata(JSON.parse(text));
  } catch {
    return err('the file is no JSON');
  }
}

function checkMetadata(fields: unknown): Result<RecordingMetadata, string> {
  const parsed = recordingMetadataSchema.safeParse(fields);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return err([issue?.path.join('.'), issue?.message].filter((text) => text !== '').join(': '));
}

/** Texts of fields that are no texts. */
const readTexts = ({ roles, again, ...fields }: Readonly<Record<string, string>>): object => ({
  ...fields,
  ...(roles !== undefined && { roles: roles.split(',').map((role) => role.trim().toUpperCase()) }),
  ...(again !== undefined && { again: again === 'true' || again }),
});

function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
