import { z } from 'zod';
import { callIdSchema, type CallId } from '@earshot/contracts';
import type { CallStartAnswer, CallStartHook } from '@earshot/ports';
import type { GuardedProgram } from './guarded-program.js';

const MAX_METADATA_CHARS = 65_536;
/** A field that a program leaves empty says nothing, as with LCA. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === null || value === '' ? undefined : value), schema.optional());
const label = optional(z.string().max(256));

const answerSchema = z.object({
  callId: optional(callIdSchema),
  shouldProcessCall: optional(z.boolean()),
  shouldRecordCall: optional(z.boolean()),
  isCaller: optional(z.boolean()),
  agentId: label,
  fromNumber: label,
  toNumber: label,
  metadatajson: optional(z.string().max(MAX_METADATA_CHARS)),
  transcribeLanguageCode: optional(
    z
      .string()
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/)
      .max(35),
  ),
});

const notAsked: CallStartAnswer = {
  shouldProcess: true,
  problem: {
    code: 'CALL_START_HOOK_FAILED',
    message: 'The program that is asked about new calls gave no usable answer. The call goes on without it.',
  },
};

/** Asks a customer's program in the form of LCA's call-initialisation hook. */
export class CustomerCallStartHook implements CallStartHook {
  constructor(private readonly program: GuardedProgram) {}

  async askAboutStart(_callId: CallId, event: unknown): Promise<CallStartAnswer> {
    return (await this.program.ask(event, readAnswer)) ?? notAsked;
  }
}

function readAnswer(answer: unknown): CallStartAnswer {
  const read = answerSchema.parse(answer ?? {});
  const { callId, shouldRecordCall, isCaller, agentId, fromNumber, toNumber, metadatajson, transcribeLanguageCode } =
    read;
  return withoutUndefined({
    shouldProcess: read.shouldProcessCall ?? true,
    callId,
    shouldRecord: shouldRecordCall,
    isCaller,
    agentId,
    fromNumber,
    toNumber,
    metadata: metadatajson,
    language: transcribeLanguageCode,
  });
}

const withoutUndefined = (answer: { readonly [K in keyof CallStartAnswer]: CallStartAnswer[K] | undefined }) =>
  Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined)) as unknown as CallStartAnswer;
