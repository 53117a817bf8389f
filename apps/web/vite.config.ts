import { createHash } from 'node:crypto';
import react from '@vitejs/plugin-react';
import { type Plugin, defaultClientConditions, defineConfig } from 'vite';

const gateway = process.env['EARSHOT_GATEWAY_URL'] ?? 'http://127.0.0.1:4000';

/**
 * Writes the fonts of Cloudscape's style sheet as files. The style sheet embeds eight, and a page needs two or three: as
 * files they load when needed, and the Content-Security-Policy needs no `data:`. Text is readable before its font is there.
 */
function writeFontsAsFiles(): Plugin {
  return {
    name: 'write-fonts-as-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const asset of Object.values(bundle)) {
        if (asset.type !== 'asset' || !asset.fileName.endsWith('.css')) continue;
        asset.source = String(asset.source)
          .replaceAll('@font-face{', '@font-face{font-display:swap;')
          .replace(/url\("?data:font\/woff2;base64,([^")]+)"?\)/g, (_, base64: string) => {
            const source = Buffer.from(base64, 'base64');
            const name = `font-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.woff2`;
            this.emitFile({ type: 'asset', fileName: `assets/${name}`, source });
            return `url(${name})`;
          });
      }
    },
  };
}

/** `vite build` writes the files that the gateway serves. `vite` serves the sources and passes the API to a gateway. */
export default defineConfig(({ command }) => {
  // A test or shell may have set another NODE_ENV, which would ship React's slow development build.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    root: import.meta.dirname,
    plugins: [react(), writeFontsAsFiles()],
    resolve: { conditions: ['@earshot/source', ...defaultClientConditions] },
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      // Inlined assets are data: URLs, which the Content-Security-Policy refuses.
      assetsInlineLimit: 0,
      target: 'es2022',
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 700,
      rollupOptions: {
        // Our libraries only declare values. Without this, one function of `domain` brings every schema of `contracts`.
        treeshake: { moduleSideEffects: (id) => !/[\\/]libs[\\/]|[\\/]node_modules[\\/]zod[\\/]/.test(id) },
      },
    },
    server: {
      proxy: {
        '/graphql': { target: gateway, ws: true },
        '/recordings': gateway,
        '/auth': gateway,
      },
    },
  };
});
