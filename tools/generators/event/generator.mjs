import { camelCase, insertBefore, insertImport, requireFree } from '../edit-file.mjs';
import { finish } from '../finish.mjs';

/** Must agree with `libs/contracts/src/examples/example-call.ts`. `compat.spec.ts` parses the files that are written with it. */
const EXAMPLE_CALL = { callId: '5f1a6c1e-call-0001', startMs: 1_795_500_000_000 };
const EXAMPLE_AT_MS = 1_000;

/** Adds an event with one field, `atMs`. To handle it in a service, add it to `consumedBy` of its topic. */
export default async function generateEvent(tree, { name, topic, says = `Says that ${name} happened.`, ...options }) {
  const contracts = 'libs/contracts/src';
  const folder = topic.replace('calls.', '');
  const file = `${name.replace('.', '-')}.event`;
  const variable = camelCase(name);
  requireFree(tree, `${contracts}/events/${folder}/${file}.ts`);
  tree.write(
    `${contracts}/events/${folder}/${file}.ts`,
    `import { z } from 'zod';
import { defineEvent } from '../../envelope.js';
import { callMsSchema } from '../../units.js';

export const ${variable} = defineEvent({
  type: '${name}',
  version: 1,
  says: ${JSON.stringify(says)},
  data: z.object({
    atMs: callMsSchema,
  }),
});
`,
  );
  const index = `${contracts}/events/index.ts`;
  insertImport(tree, index, variable, `./${folder}/${file}.js`);
  insertBefore(tree, index, /(?<=const all = \[[^\]]*)\] as const;/, `  ${variable},\n`);
  insertBefore(
    tree,
    `${contracts}/topics.ts`,
    new RegExp(`(?<='${topic.replace('.', '\\.')}': \\{\\s*events: \\[[^\\]]*)\\]`),
    `, '${name}'`,
  );
  insertBefore(
    tree,
    `${contracts}/examples/${folder}.examples.ts`,
    /\};\s*$/,
    `  '${name}': exampleEvent('${name}', ${EXAMPLE_AT_MS}, { atMs: ${EXAMPLE_AT_MS} }),\n`,
  );
  insertBefore(
    tree,
    `${contracts}/pii.ts`,
    /(?<=fieldPrivacy: [^=]*= \{[^]*?)^\};/m,
    `  '${name}': { atMs: 'safe' },\n`,
  );
  tree.write(`libs/contracts/compat/${name}.v1.json`, JSON.stringify(frozenExample(name), null, 2));
  return finish(tree, options);
}

const frozenExample = (type) => ({
  id: `example-${type}`,
  type,
  version: 1,
  callId: EXAMPLE_CALL.callId,
  occurredAtMs: EXAMPLE_CALL.startMs + EXAMPLE_AT_MS,
  data: { atMs: EXAMPLE_AT_MS },
});
