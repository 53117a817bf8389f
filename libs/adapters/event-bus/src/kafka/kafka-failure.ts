import { Failure, isTlsErrorCode } from '@earshot/ports';

interface ClientError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly type?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
}

const MAX_CAUSES = 10;

/** The error, its cause, the cause of that, and so on. */
function causeChain(error: unknown): ClientError[] {
  const chain: ClientError[] = [];
  for (
    let link = error;
    typeof link === 'object' && link !== null && chain.length < MAX_CAUSES;
    link = (link as ClientError).cause
  )
    chain.push(link);
  return chain;
}

const hasType = (error: unknown, ...types: string[]) =>
  causeChain(error).some(({ type }) => types.includes(String(type)));
const SASL_REFUSALS = ['SASL_AUTHENTICATION_FAILED', 'UNSUPPORTED_SASL_MECHANISM', 'ILLEGAL_SASL_STATE'];

/** Translates an error of kafkajs. A wrong setting is not retryable; an unreachable broker is. */
export function toKafkaFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const chain = causeChain(error);
  const cause = { cause: error };
  if (chain.some(({ name }) => name === 'KafkaJSSASLAuthenticationError') || hasType(error, ...SASL_REFUSALS)) {
    return new Failure('BUS_AUTHENTICATION_FAILED', 'the Kafka brokers refused the KAFKA_SASL_… settings', {
      retryable: false,
      ...cause,
    });
  }
  const tlsError = chain.find(({ code }) => isTlsErrorCode(code));
  if (tlsError !== undefined) {
    return new Failure('BUS_TLS_FAILED', `the TLS handshake with the Kafka brokers failed (${String(tlsError.code)})`, {
      retryable: false,
      ...cause,
    });
  }
  const refused = chain.find(({ type }) => typeof type === 'string' && type.endsWith('AUTHORIZATION_FAILED'));
  if (refused !== undefined) {
    return new Failure(
      'BUS_NOT_ALLOWED',
      `the Kafka brokers do not permit an operation of this user (${String(refused.type)})`,
      {
        retryable: false,
        ...cause,
      },
    );
  }
  return new Failure('BUS_UNAVAILABLE', 'the Kafka brokers are unreachable', { retryable: true, ...cause });
}

/** Whether the broker will never accept this batch, however often the client sends it. */
export const isTooLarge = (error: unknown): boolean => hasType(error, 'MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE');

/** Describes an error for the log, without any content of a message. */
export const describeKafkaError = (error: unknown): string =>
  causeChain(error)
    .map(({ type, code, name }) => String(type ?? code ?? name))
    .filter((part, at, parts) => part !== parts[at - 1])
    .join(' < ');
