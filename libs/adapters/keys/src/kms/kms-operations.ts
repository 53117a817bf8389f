import type { KMSClient } from '@aws-sdk/client-kms';
import { Failure } from '@earshot/ports';

const CONNECT_WITHIN_MS = 2_000;
const ANSWER_WITHIN_MS = 5_000;
const MAX_SOCKETS = 64;
const MAC_ALGORITHM = 'HMAC_SHA_256';

/** Where AWS KMS answers. The credentials are those of the process. */
export interface KmsPlace {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  /** An attempt that is not answered within this time fails. Five seconds by default. */
  readonly answerWithinMs?: number;
}

export interface KmsCiphertext {
  /** The key that encrypted, whatever name the request gave it. */
  readonly keyArn: string;
  readonly bytes: Uint8Array;
}

/**
 * The operations of AWS KMS that a master key needs. `about` is the encryption context, which AWS writes into its audit log.
 * Each rejects with retryable `Failure` `KEY_SERVICE_UNAVAILABLE`; a refusal of AWS is retryable too, because its administrators can
 * withdraw it, and until then nothing may be lost.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html
 */
export class KmsOperations {
  private constructor(
    private readonly sdk: typeof import('@aws-sdk/client-kms'),
    private readonly client: KMSClient,
  ) {}

  static async load({ region, endpoint, answerWithinMs = ANSWER_WITHIN_MS }: KmsPlace): Promise<KmsOperations> {
    const [sdk, { NodeHttpHandler }] = await Promise.all([
      import('@aws-sdk/client-kms'),
      import('@smithy/node-http-handler'),
    ]);
    const agent = { maxSockets: MAX_SOCKETS, keepAlive: true };
    const client = new sdk.KMSClient({
      ...(region !== undefined && { region }),
      ...(endpoint !== undefined && { endpoint }),
      requestHandler: new NodeHttpHandler({
        connectionTimeout: CONNECT_WITHIN_MS,
        requestTimeout: answerWithinMs,
        throwOnRequestTimeout: true,
        httpAgent: agent,
        httpsAgent: agent,
      }),
    });
    return new KmsOperations(sdk, client);
  }

  async encrypt(keyId: string, plain: Uint8Array, about: readonly string[]): Promise<KmsCiphertext> {
    const command = new this.sdk.EncryptCommand({
      KeyId: keyId,
      Plaintext: plain,
      EncryptionContext: contextOf(about),
    });
    const { KeyId, CiphertextBlob } = await attempt('encrypt', () => this.client.send(command));
    return { keyArn: KeyId ?? keyId, bytes: required(CiphertextBlob) };
  }

  /** Rejects with `SEALED_DAMAGED` if the bytes, the context or the key are not those of the encryption. */
  async decrypt(keyId: string, encrypted: Uint8Array, about: readonly string[]): Promise<Uint8Array> {
    const command = new this.sdk.DecryptCommand({
      KeyId: keyId,
      CiphertextBlob: encrypted,
      EncryptionContext: contextOf(about),
    });
    const { Plaintext } = await attempt('decrypt', () => this.client.send(command));
    return required(Plaintext);
  }

  /** An HMAC-SHA-256 with a key that never leaves AWS. */
  async authenticate(macKeyId: string, message: Uint8Array): Promise<Uint8Array> {
    const command = new this.sdk.GenerateMacCommand({
      KeyId: macKeyId,
      Message: message,
      MacAlgorithm: MAC_ALGORITHM,
    });
    const { Mac } = await attempt('authenticate', () => this.client.send(command));
    return required(Mac);
  }

  close(): void {
    this.client.destroy();
  }
}

/** One text with all of `about`, so that no two lists give the same context. */
const contextOf = (about: readonly string[]): Record<string, string> => ({ earshot: JSON.stringify(about) });

async function attempt<Answer>(step: string, send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    if (damages.has(nameOf(error))) {
      throw new Failure('SEALED_DAMAGED', 'AWS KMS does not open the wrapped key: it belongs to something else.');
    }
    throw new Failure('KEY_SERVICE_UNAVAILABLE', `AWS KMS did not ${step} (${nameOf(error)}).`, {
      retryable: true,
      cause: error,
    });
  }
}

const damages: ReadonlySet<string> = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);

/** Errors that stay until somebody changes a setting or a permission. */
const refusals: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'CredentialsProviderError',
  'DisabledException',
  'InvalidArnException',
  'InvalidKeyUsageException',
  'InvalidSignatureException',
  'KMSInvalidStateException',
  'NotFoundException',
  'UnrecognizedClientException',
  'ValidationException',
]);

/** The error by which AWS refuses the key, the credentials or the operation; null if it may answer soon. */
export function refusalOf(error: unknown): string | null {
  const name = error instanceof Failure ? nameOf(error.cause) : '';
  return refusals.has(name) ? name : null;
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

function required(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes !== undefined) return bytes;
  throw new Failure('KEY_SERVICE_UNAVAILABLE', 'The answer of AWS KMS lacks its bytes.', { retryable: true });
}
