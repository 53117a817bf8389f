import type { SASLOptions } from 'kafkajs';
import type { KafkaSasl } from './kafka-settings.js';

/** Creates the client's SASL options. For MSK, each connection signs a token with the AWS credentials of the process. */
export async function saslOptions(sasl: KafkaSasl): Promise<SASLOptions> {
  if (sasl.mechanism !== 'msk-iam') return sasl;
  const { generateAuthToken } = await import('aws-msk-iam-sasl-signer-js');
  return {
    mechanism: 'oauthbearer',
    oauthBearerProvider: async () => ({ value: (await generateAuthToken({ region: sasl.region })).token }),
  };
}
