import { join } from 'node:path';
import { build } from './build.mjs';
import { endWithNpm } from './end-with-npm.mjs';
import { root } from './install.mjs';

endWithNpm();
try {
  build();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(error.exitCode ?? 1);
}
// One process from here on: Ctrl-C reaches Earshot itself, not a child that could be left behind.
const { runStandalone } = await import('@earshot/standalone');
if (process.argv.includes('--demo')) {
  const { playSamples } = await import('@earshot/call-player');
  await runStandalone(process.env, (earshot, stop) =>
    playSamples({
      directory: join(root, 'samples'),
      url: earshot.ingestUrl,
      signal: stop,
      print: (line) => console.log(line),
    }),
  );
} else {
  await runStandalone(process.env);
}
