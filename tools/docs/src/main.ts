import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { configurationDoc } from './configuration-doc.js';
import { configurationSections } from './configuration-sections.js';
import { errorsDoc } from './errors-doc.js';
import { eventsDoc } from './events-doc.js';
import { pipelineDoc } from './pipeline-doc.js';

const docs = join(import.meta.dirname, '../../../docs');
const pages = {
  'pipeline.md': pipelineDoc(),
  'events.md': eventsDoc(),
  'configuration.md': configurationDoc(configurationSections),
  'errors.md': errorsDoc(),
};
mkdirSync(docs, { recursive: true });
for (const [name, text] of Object.entries(pages)) {
  const path = join(docs, name);
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), parser: 'markdown' }));
}
