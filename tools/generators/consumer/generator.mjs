import { camelCase, requireFree } from '../edit-file.mjs';
import { finish } from '../finish.mjs';

/** The event of each topic that the generated spec publishes. */
const EVENT_OF = {
  'calls.audio': 'stream.closed',
  'calls.lifecycle': 'call.ended',
  'calls.transcript': 'transcript.segment',
  'calls.insight': 'category.matched',
  'calls.updates': 'row.changed',
};

/** Adds `apps/<name>`: a program in a consumer group of its own. At first it only counts events. */
export default async function generateConsumer(tree, { name, topic, ...options }) {
  const app = `apps/${name}`;
  requireFree(tree, `${app}/package.json`);
  const files = filesOf(name, topic, camelCase(name));
  for (const [path, content] of Object.entries(files)) tree.write(`${app}/${path}`, content);
  return finish(tree, options);
}

const filesOf = (name, topic, program) => ({
  'package.json': `${JSON.stringify(packageOf(name), null, 2)}\n`,
  'jest.config.mjs': `import preset from '../../jest.preset.mjs';\n\nexport default preset(import.meta.dirname);\n`,
  'README.md': `# ${name}

Reads \`${topic}\` in a consumer group of its own: it takes nothing away from the services, and its replicas share the calls.

Start reading at [src/${name}.ts](src/${name}.ts). Run it with \`node apps/${name}/dist/main.js\` beside the stack; it needs a
Kafka or Kinesis bus. Before you write a handler, read [add a consumer](../../docs/how-to/add-a-consumer.md).
`,
  'src/index.ts': `export { ${program} } from './${name}.js';\n`,
  'src/main.ts': `import { runServiceProcess } from '@earshot/hosting';
import { ${program} } from './${name}.js';

await runServiceProcess(${program}, process.env);
`,
  [`src/${name}.ts`]: `import { z } from 'zod';
import { consumerProgram } from '@earshot/hosting';

/** Counts the events of \`${topic}\`. The same event may come twice: make the effect idempotent. */
export const ${program} = consumerProgram({
  name: '${name}',
  topic: '${topic}',
  schema: z.object({}),
  create: (_config, { metrics }) => {
    const handled = metrics.counter('earshot_${name.replaceAll('-', '_')}_events_total', 'Events handled', ['type']);
    return async (event) => handled.add(1, { type: event.type });
  },
});
`,
  [`src/${name}.spec.ts`]: `import { expect, it } from '@jest/globals';
import { encodeEvent, eventExamples, services } from '@earshot/contracts';
import { openEventBus, type ProcessConfig } from '@earshot/hosting';
import { newUuid, systemClock } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics } from '@earshot/testing';
import { ${program} } from './${name}.js';

it('handles the events of its topic', async () => {
  const metrics = new CapturingMetrics();
  const tools = { clock: systemClock, newId: newUuid, logger: new CapturingLogger(), metrics };
  const config = { EARSHOT_BUS: 'embedded' } as ProcessConfig;
  const { bus } = openEventBus(config, services, { ...tools, clientName: 'test' });
  const running = await ${program}.start({} as never, { process: { bus, ...tools } } as never);
  const event = eventExamples['${EVENT_OF[topic]}'];
  await bus.publish('${topic}', event.callId, encodeEvent(event));
  await running.close();
  await bus.close();
  expect(metrics.values.get('earshot_${name.replaceAll('-', '_')}_events_total')).toBe(1);
});
`,
});

const packageOf = (name) => ({
  name: `@earshot/${name}`,
  version: '0.1.0',
  private: true,
  type: 'module',
  exports: {
    './package.json': './package.json',
    '.': { '@earshot/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
  },
  nx: { name, tags: ['type:app', 'runs:server'] },
});
