import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ServiceName } from '@earshot/contracts';

const run = promisify(execFile);
const DOCKER = join(import.meta.dirname, '../../../../tools/docker');
/** Where the containers of docker-compose.yml find their certificates. */
const SECRETS_OF_COMPOSE = '/run/secrets';
/** Kafka's jars come without the shell scripts around them. */
const CONFIGS_TOOL = `#!/bin/sh
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$KAFKA_JARS/*" kafka.admin.ConfigCommand "$@"
`;

export type ServicePasswords = Readonly<Record<ServiceName, string>>;

export interface PasswordBroker {
  /** The folder of the broker's jars. */
  readonly home: string;
  /** `host:port` of the listener for certificates. */
  readonly brokers: string;
  /** The folder of `ca.pem` and `operator.pem`. */
  readonly secrets: string;
}

/** Runs `kafka-users.sh` of docker-compose.yml as the operator. Needs `java`. */
export async function setKafkaPasswords(
  { home, brokers, secrets }: PasswordBroker,
  passwords: ServicePasswords,
  topicPrefix: string,
): Promise<void> {
  const [operator, tool] = [join(secrets, 'operator.properties'), join(secrets, 'kafka-configs')];
  const properties = await readFile(join(DOCKER, 'kafka-operator.properties'), 'utf8');
  await writeFile(operator, properties.replaceAll(SECRETS_OF_COMPOSE, secrets), { mode: 0o600 });
  await writeFile(tool, CONFIGS_TOOL, { mode: 0o700 });
  const variables = Object.entries(passwords).map(([service, word]) => [`${service.toUpperCase()}_PASSWORD`, word]);
  await run('sh', [join(DOCKER, 'kafka-users.sh')], {
    env: {
      ...process.env,
      ...Object.fromEntries(variables),
      KAFKA_BROKERS: brokers,
      KAFKA_OPERATOR: operator,
      KAFKA_CONFIGS: tool,
      KAFKA_JARS: home,
      KAFKA_TOPIC_PREFIX: topicPrefix,
    },
  });
}
