import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IssuedPair } from './test-authority.js';

/** The files of a server's TLS, in a folder of their own. */
export class TestTlsFiles {
  /** The settings that name the certificate and its key. */
  readonly settings: Readonly<Record<'EARSHOT_TLS_CERT_FILE' | 'EARSHOT_TLS_KEY_FILE', string>>;

  private constructor(private readonly folder: string) {
    this.settings = { EARSHOT_TLS_CERT_FILE: join(folder, 'cert.pem'), EARSHOT_TLS_KEY_FILE: join(folder, 'key.pem') };
  }

  static async create(pair: IssuedPair): Promise<TestTlsFiles> {
    const files = new TestTlsFiles(await mkdtemp(join(tmpdir(), 'earshot-tls-')));
    await files.write(pair);
    return files;
  }

  /** Replaces the certificate and its key. */
  async write({ cert, key }: IssuedPair): Promise<void> {
    await this.writeFile('key.pem', key);
    await this.writeFile('cert.pem', cert);
  }

  /** Returns the path of a file with this content. A reader sees the old content or the new one, never a part. */
  async writeFile(name: string, content: string): Promise<string> {
    const file = join(this.folder, name);
    await writeFile(`${file}.new`, content);
    await rename(`${file}.new`, file);
    return file;
  }

  dispose(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
