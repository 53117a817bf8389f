import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { createConfigurationDoc } from './configuration-doc.js';
import { configurationSections } from './configuration-sections.js';
import { createEnginesDoc } from './engines-doc.js';
import { createErrorsDoc } from './errors-doc.js';
import { createEventsDoc } from './events-doc.js';
import { createPipelineDoc } from './pipeline-doc.js';
import { composePolicies, createServiceRightsDoc } from './service-rights-doc.js';

const root = join(import.meta.dirname, '../../..');
const docs = join(root, 'docs');
const pages = {
  'pipeline.md': createPipelineDoc(),
  'events.md': createEventsDoc(),
  'configuration.md': createConfigurationDoc(configurationSections),
  'errors.md': createErrorsDoc(),
  'service-rights.md': createServiceRightsDoc(),
  'how-to/choose-an-engine.md': createEnginesDoc(),
};
mkdirSync(docs, { recursive: true });
for (const [name, text] of Object.entries(pages)) {
  const path = join(docs, name);
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), parser: 'markdown' }));
}

const policies = join(root, 'tools/docker/s3-policies');
mkdirSync(policies, { recursive: true });
for (const [service, policy] of composePolicies()) {
  const path = join(policies, `${service}.json`);
  writeFileSync(path, await format(JSON.stringify(policy), { ...(await resolveConfig(path)), parser: 'json' }));
}
