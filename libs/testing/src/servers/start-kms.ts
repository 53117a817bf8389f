import { createCipheriv, createDecipheriv, createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exampleAwsCredentials, isSignedFor } from './aws-signature.js';
import { LoopbackServer } from './loopback-server.js';

/** One request as a fault sees it. */
export interface KmsRequest {
  readonly operation: string;
  readonly keyId: string;
  /** What the request binds the key to. AWS writes it into its audit log. */
  readonly context: Readonly<Record<string, string>>;
}

/** Instead of an answer: break the connection, stay silent, answer with an empty object, or refuse with an error. */
export type KmsFault = 'reset' | 'silence' | 'empty' | { readonly status: number; readonly type: string };

/** `Encrypt`, `Decrypt` and `GenerateMac` of AWS KMS on the loopback, with keys of its own. It checks the shape of signatures only. */
export interface KmsServer {
  readonly endpoint: string;
  /** Environment variables with credentials that are no secret. */
  readonly environment: Readonly<Record<string, string>>;
  readonly requests: readonly KmsRequest[];
  /** Sees each request before the answer. */
  fault: ((request: KmsRequest) => KmsFault | undefined) | undefined;
  /** Makes a key and returns its ARN. Requests may name the key by ARN, id or `alias`. */
  createKey(usage: 'ENCRYPT_DECRYPT' | 'GENERATE_VERIFY_MAC', alias?: string): string;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

interface KmsKey {
  readonly arn: string;
  readonly id: string;
  readonly alias: string | undefined;
  readonly usage: string;
  readonly secret: Buffer;
}

interface KmsBody {
  readonly KeyId?: string;
  readonly Plaintext?: string;
  readonly CiphertextBlob?: string;
  readonly Message?: string;
  readonly EncryptionContext?: Readonly<Record<string, string>>;
}

/** An error that AWS KMS answers with. */
class KmsRefusal extends Error {
  constructor(
    readonly type: string,
    readonly status = 400,
  ) {
    super(type);
  }
}

const OPERATION_PREFIX = 'TrentService.';
const ID_BYTES = 36;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Starts the server in this process on a free port. */
export async function startKms(): Promise<KmsServer> {
  const keys: KmsKey[] = [];
  const requests: KmsRequest[] = [];
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { operation, body } = await readRequest(incoming);
    const request = { operation, keyId: body.KeyId ?? '', context: body.EncryptionContext ?? {} };
    requests.push(request);
    const fault = running.fault?.(request);
    if (fault === 'silence') return;
    if (fault === 'reset') return void response.destroy();
    if (fault === 'empty') return send(response, 200, {});
    if (fault !== undefined) throw new KmsRefusal(fault.type, fault.status);
    send(response, 200, answerTo(operation, body, keys));
  };
  const server = await LoopbackServer.open((incoming, response) => {
    answer(incoming, response).catch((error: unknown) => {
      if (error instanceof KmsRefusal) send(response, error.status, { __type: error.type, message: 'refused' });
      else response.destroy();
    });
  });
  const running: KmsServer = {
    endpoint: server.url,
    environment: exampleAwsCredentials,
    requests,
    fault: undefined,
    createKey: (usage, alias) => {
      const id = randomUUID();
      const arn = `arn:aws:kms:eu-central-1:111122223333:key/${id}`;
      keys.push({ arn, id, alias, usage, secret: randomBytes(32) });
      return arn;
    },
    goAway: () => server.goAway(),
    comeBack: () => server.comeBack(),
  };
  return running;
}

async function readRequest(incoming: IncomingMessage): Promise<{ operation: string; body: KmsBody }> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { authorization, 'x-amz-target': target } = incoming.headers;
  if (!isSignedFor('kms', authorization)) throw new KmsRefusal('IncompleteSignatureException');
  return {
    operation: String(target).slice(OPERATION_PREFIX.length),
    body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as KmsBody,
  };
}

function answerTo(operation: string, body: KmsBody, keys: readonly KmsKey[]): object {
  if (operation === 'GenerateMac') {
    const { arn, secret } = findKey(keys, body.KeyId, 'GENERATE_VERIFY_MAC');
    const mac = createHmac('sha256', secret).update(bytesOf(body.Message)).digest('base64');
    return { KeyId: arn, Mac: mac, MacAlgorithm: 'HMAC_SHA_256' };
  }
  const context = Buffer.from(JSON.stringify(Object.entries(body.EncryptionContext ?? {}).sort()));
  if (operation === 'Encrypt') {
    const key = findKey(keys, body.KeyId, 'ENCRYPT_DECRYPT');
    return { KeyId: key.arn, CiphertextBlob: encrypt(key, bytesOf(body.Plaintext), context).toString('base64') };
  }
  if (operation !== 'Decrypt') throw new KmsRefusal('UnknownOperationException');
  const encrypted = bytesOf(body.CiphertextBlob);
  const key = keys.find(({ id }) => id === encrypted.toString('latin1', 0, ID_BYTES));
  if (key === undefined) throw new KmsRefusal('InvalidCiphertextException');
  if (body.KeyId !== undefined && findKey(keys, body.KeyId, 'ENCRYPT_DECRYPT') !== key)
    throw new KmsRefusal('IncorrectKeyException');
  return { KeyId: key.arn, Plaintext: decrypt(key, encrypted, context).toString('base64') };
}

function findKey(keys: readonly KmsKey[], name: string | undefined, usage: string): KmsKey {
  const key = keys.find(({ arn, id, alias }) => name !== undefined && [arn, id, alias].includes(name));
  if (key === undefined) throw new KmsRefusal('NotFoundException');
  if (key.usage !== usage) throw new KmsRefusal('InvalidKeyUsageException');
  return key;
}

function encrypt({ id, secret }: KmsKey, plain: Buffer, context: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(context);
  return Buffer.concat([Buffer.from(id, 'latin1'), iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt({ secret }: KmsKey, encrypted: Buffer, context: Buffer): Buffer {
  const [ivAt, tagAt] = [ID_BYTES, encrypted.length - TAG_BYTES];
  const decipher = createDecipheriv('aes-256-gcm', secret, encrypted.subarray(ivAt, ivAt + IV_BYTES));
  decipher.setAAD(context).setAuthTag(encrypted.subarray(tagAt));
  try {
    return Buffer.concat([decipher.update(encrypted.subarray(ivAt + IV_BYTES, tagAt)), decipher.final()]);
  } catch {
    throw new KmsRefusal('InvalidCiphertextException');
  }
}

const bytesOf = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64');

function send(response: ServerResponse, status: number, body: object): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}
