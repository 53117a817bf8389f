import { insertBefore, insertImport, pascalCase, requireFree } from '../edit-file.mjs';
import { finish } from '../finish.mjs';

/**
 * Adds a source's folder and its line in the registry. Until somebody writes the protocol, the source is off unless EARSHOT_SOURCES
 * names it, and refuses every client, so that nobody believes that a call is recorded.
 */
export default async function generateMediaSource(tree, { name, ...options }) {
  const sources = 'apps/ingest/src/sources';
  requireFree(tree, `${sources}/${name}/${name}-source.ts`);
  const [Vendor, VENDOR] = [pascalCase(name), name.toUpperCase()];
  for (const [file, content] of Object.entries(filesOf(name, Vendor, VENDOR)))
    tree.write(`${sources}/${name}/${file}`, content);
  const registry = `${sources}/registry.ts`;
  insertImport(tree, registry, `create${Vendor}Source, ${VENDOR}_PATH`, `./${name}/${name}-source.js`);
  insertBefore(
    tree,
    registry,
    /^\} satisfies Readonly<Record<string, RegisteredSource<never>>>;/m,
    `  ${name}: { settings: {}, isDefault: false, create: () => create${Vendor}Source(${VENDOR}_PATH) },\n`,
  );
  return finish(tree, options);
}

const filesOf = (name, Vendor, VENDOR) => ({
  [`${name}-source.ts`]: `import type { MediaSource } from '../media-source.js';
import { ${Vendor}Connection } from './${name}-connection.js';

export const ${VENDOR}_PATH = '/api/v1/${name}';

/** Calls over the WebSocket protocol of ${Vendor}. */
export const create${Vendor}Source = (path: string): MediaSource => ({
  start: ({ serveSockets }) => serveSockets(path, (socket) => new ${Vendor}Connection(socket)),
});
`,
  [`${name}-connection.ts`]: `import type { WebSocket } from 'ws';
import type { SocketConnection } from '../media-source.js';

/** WebSocket close code "try again later". */
const TRY_AGAIN_LATER = 1013;

/**
 * One client of ${Vendor}. Its protocol belongs in \`libs/media/src/${name}\` as a \`SocketSession\`, which a \`CallConnection\` in place of this
 * class brings to the calls.
 */
export class ${Vendor}Connection implements SocketConnection {
  constructor(private readonly socket: Pick<WebSocket, 'close' | 'terminate'>) {
    socket.close(TRY_AGAIN_LATER, 'not supported yet');
  }

  tick(): void {}

  sendAway(closeCode: number): void {
    this.socket.close(closeCode);
  }

  terminate(): void {
    this.socket.terminate();
  }
}
`,
  [`${name}-source.spec.ts`]: `import { openPrincipal } from '@earshot/domain';
import { expect, it } from '@jest/globals';
import type { AcceptSocket, SourceContext } from '../media-source.js';
import { create${Vendor}Source, ${VENDOR}_PATH } from './${name}-source.js';

it('refuses clients until its protocol is written', () => {
  const codes: number[] = [];
  const socket = { close: (code: number) => codes.push(code) };
  const serveSockets = (path: string, accept: AcceptSocket) => {
    expect(path).toBe(${VENDOR}_PATH);
    accept(socket as never, { socketKey: 'socket', clientKey: 'client', principal: openPrincipal }, {} as never);
    return { close: async () => {} };
  };
  create${Vendor}Source(${VENDOR}_PATH).start({ serveSockets } as unknown as SourceContext);
  expect(codes).toEqual([1013]);
});
`,
});
