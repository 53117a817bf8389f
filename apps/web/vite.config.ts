import { createHash } from 'node:crypto';
import react from '@vitejs/plugin-react';
import { type Plugin, defaultClientConditions, defineConfig } from 'vite';

const gateway = process.env['EARSHOT_GATEWAY_URL'] ?? 'http://127.0.0.1:4000';

/**
 * Cloudscape's global styles carry eight fonts inside the style sheet, of which a page needs two or three. As files they
 * are fetched when needed, and a Content-Security-Policy needs no `data:`.
 */
function fontsAsFiles(): Plugin {
  return {
    name: 'fonts-as-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const asset of Object.values(bundle)) {
        if (asset.type !== 'asset' || !asset.fileName.endsWith('.css')) continue;
        asset.source = String(asset.source).replace(
          /url\("?data:font\/woff2;base64,([^")]+)"?\)/g,
          (_, base64: string) => {
            const source = Buffer.from(base64, 'base64');
            const name = `font-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.woff2`;
            this.emitFile({ type: 'asset', fileName: `assets/${name}`, source });
            return `url(${name})`;
          },
        );
      }
    },
  };
}

/** `vite build` writes what the gateway serves; `vite` serves the sources and passes the API on to a running gateway. */
export default defineConfig(({ command }) => {
  // A build started by a test or a shell with its own NODE_ENV would ship React's slow development build.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    root: import.meta.dirname,
    plugins: [react(), fontsAsFiles()],
    resolve: { conditions: ['@earshot/source', ...defaultClientConditions] },
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      // A data: URL would need its own Content-Security-Policy entry.
      assetsInlineLimit: 0,
      target: 'es2022',
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 700,
    },
    server: {
      proxy: {
        '/graphql': { target: gateway, ws: true },
        '/recordings': gateway,
      },
    },
  };
});
