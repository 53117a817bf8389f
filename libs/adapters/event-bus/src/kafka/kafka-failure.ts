import { Failure } from '@earshot/ports';

interface ClientError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly type?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
}

const causesOf = (error: unknown): ClientError[] => {
  const chain: ClientError[] = [];
  for (let at = error; typeof at === 'object' && at !== null && chain.length < 10; at = (at as ClientError).cause)
    chain.push(at);
  return chain;
};

const hasType = (error: unknown, ...types: string[]) =>
  causesOf(error).some(({ type }) => types.includes(String(type)));
const REFUSALS = ['SASL_AUTHENTICATION_FAILED', 'UNSUPPORTED_SASL_MECHANISM', 'ILLEGAL_SASL_STATE'];
const CERTIFICATE = /CERT|SSL|TLS|SELF_SIGNED|VERIFY/;

/** The client's error as ours: what an operator has to change is not retryable, a broker that is away is. */
export function kafkaFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const chain = causesOf(error);
  const cause = { cause: error };
  if (chain.some(({ name }) => name === 'KafkaJSSASLAuthenticationError') || hasType(error, ...REFUSALS)) {
    return new Failure('BUS_AUTHENTICATION_FAILED', 'the Kafka brokers do not accept the KAFKA_SASL_… settings', {
      retryable: false,
      ...cause,
    });
  }
  const certificate = chain.find(({ code }) => typeof code === 'string' && CERTIFICATE.test(code));
  if (certificate !== undefined) {
    return new Failure('BUS_TLS_FAILED', `no TLS with the Kafka brokers (${String(certificate.code)})`, {
      retryable: false,
      ...cause,
    });
  }
  const refused = chain.find(({ type }) => typeof type === 'string' && type.endsWith('AUTHORIZATION_FAILED'));
  if (refused !== undefined) {
    return new Failure('BUS_NOT_ALLOWED', `the Kafka brokers do not allow it (${String(refused.type)})`, {
      retryable: false,
      ...cause,
    });
  }
  return new Failure('BUS_UNAVAILABLE', 'the Kafka brokers cannot be reached', { retryable: true, ...cause });
}

export const busClosed = () => new Failure('BUS_CLOSED', 'the bus is closed');

/** Whether the broker will never take this batch, however often it is sent. */
export const isTooLarge = (error: unknown): boolean => hasType(error, 'MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE');

/** Short, and without anything of a message: for the log. */
export const briefly = (error: unknown): string =>
  causesOf(error)
    .map(({ type, code, name }) => String(type ?? code ?? name))
    .filter((part, at, parts) => part !== parts[at - 1])
    .join(' < ');
