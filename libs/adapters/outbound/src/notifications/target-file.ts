import { z } from 'zod';
import { Failure, notificationKinds } from '@earshot/ports';
import { isLambdaArn, isRequestUrl, keyIdSchema } from '../outbound.settings.js';

const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]+$/;
const variable = z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/, 'expected the name of an environment variable');
const common = {
  name: z.string().regex(/^[a-z0-9-]{1,40}$/, 'expected up to 40 small letters, digits and dashes'),
  kinds: z.array(z.enum(notificationKinds)).min(1),
};

const targetSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('webhook'),
    url: z.string().refine(isRequestUrl, 'expected https://…'),
    secretVariable: variable,
    keyId: keyIdSchema.default('earshot'),
  }),
  z.strictObject({
    ...common,
    type: z.literal('sns'),
    topicArn: z.string().regex(TOPIC_ARN, 'expected the ARN of a topic'),
  }),
  z.strictObject({
    ...common,
    type: z.literal('lambda'),
    functionArn: z.string().refine(isLambdaArn, 'expected the ARN of a Lambda function'),
  }),
  z.strictObject({
    ...common,
    type: z.literal('email'),
    serverVariable: variable,
    from: z.email(),
    to: z.array(z.email()).min(1).max(50),
  }),
  z.strictObject({ ...common, type: z.literal('slack'), urlVariable: variable }),
]);
export type TargetEntry = z.infer<typeof targetSchema>;
export type TargetOf<Type extends TargetEntry['type']> = Extract<TargetEntry, { type: Type }>;

const fileSchema = z
  .strictObject({
    /** What LCA's payloads call `CallDataStream`: where a program may write events of the call. */
    callDataStream: z.string().max(128).default(''),
    targets: z.array(targetSchema).max(50),
  })
  .refine(({ targets }) => new Set(targets.map(({ name }) => name)).size === targets.length, {
    path: ['targets'],
    error: 'expected another name for each target',
  });
export type TargetFile = z.infer<typeof fileSchema>;

export const notificationsUnusable = (problem: string): Failure =>
  new Failure('NOTIFICATIONS_UNUSABLE', `EARSHOT_NOTIFICATIONS_FILE: ${problem}`);

/** Parses the file of targets. Throws `NOTIFICATIONS_UNUSABLE`, which names the place and no value. */
export function parseTargetFile(text: string): TargetFile {
  const parsed = fileSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw notificationsUnusable(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw notificationsUnusable('the file is no JSON');
  }
}
