import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuseArguments } from './bad-argument.mjs';
import { ensureInstalled, root } from './install.mjs';

/** Writes the bill of materials (CycloneDX 1.6) of what Earshot ships. */
const args = process.argv.slice(2);
const unknown = args.filter((arg, at) => at > 0 || arg.startsWith('-'));
refuseArguments(unknown, 'npm run sbom', 'It takes the name of the file to write; sbom.cdx.json without it.');
const [file = 'sbom.cdx.json'] = args;

await ensureInstalled();
const { listShippedComponents } = await import('./supply-chain/shipped-components.mjs');
const { writeBillOfMaterials } = await import('./supply-chain/bill-of-materials.mjs');
const components = await listShippedComponents();
const product = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(file, await writeBillOfMaterials(product, components));
const { packages, libraries, models, images } = components;
process.stdout.write(
  `Wrote ${file}: ${packages.length} packages of npm, ${libraries.length} libraries inside them, ${models.length} archives of speech models, ${images.length} base image\n`,
);
