import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { createConfigurationDoc } from './configuration-doc.js';
import { configurationSections } from './configuration-sections.js';
import { createEnginesDoc } from './engines-doc.js';
import { createErrorsDoc } from './errors-doc.js';
import { createEventsDoc } from './events-doc.js';
import { createPipelineDoc } from './pipeline-doc.js';

const docs = join(import.meta.dirname, '../../../docs');
const pages = {
  'pipeline.md': createPipelineDoc(),
  'events.md': createEventsDoc(),
  'configuration.md': createConfigurationDoc(configurationSections),
  'errors.md': createErrorsDoc(),
  'how-to/choose-an-engine.md': createEnginesDoc(),
};
mkdirSync(docs, { recursive: true });
for (const [name, text] of Object.entries(pages)) {
  const path = join(docs, name);
  writeFileSync(path, await format(text, { ...(await resolveConfig(path)), parser: 'markdown' }));
}
