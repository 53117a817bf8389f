import { readFile } from 'node:fs/promises';
import { Failure } from '@earshot/ports';
import { readCallAudio, type CallAudio, type SendAs } from './call-audio.js';
import { conversationSchema, type Conversation } from './conversation.js';

/** A call in files. */
export interface StoredCall {
  readonly audio: CallAudio;
  readonly conversation?: Conversation;
}

/**
 * Reads a WAV file, and `<name>.participants.json` beside it if there is one. Rejects with `Failure` `FILE_NOT_READABLE`,
 * `CONVERSATION_INVALID` or the code of the WAV error.
 */
export async function readCall(path: string, sendAs: SendAs = 'L16'): Promise<StoredCall> {
  const conversation = await readConversation(path.replace(/(\.wav)?$/i, '.participants.json'));
  if (conversation === null) return { audio: await readCallAudio(path, sendAs) };
  return { audio: await readCallAudio(path, sendAs, conversation.tracks.length), conversation };
}

async function readConversation(path: string): Promise<Conversation | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Failure('FILE_NOT_READABLE', `${path}: cannot be read`, { retryable: false, cause });
  }
  const parsed = conversationSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Failure('CONVERSATION_INVALID', `${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not JSON'}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
