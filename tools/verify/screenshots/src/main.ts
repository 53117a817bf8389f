import { join } from 'node:path';
import { takeScreenshots } from './take-screenshots.js';

if (process.argv.length > 2) {
  process.stderr.write('BAD_ARGUMENT: npm run screenshots takes no arguments\n');
  process.exit(1);
}
await takeScreenshots(
  join(import.meta.dirname, '../../../../docs/images'),
  join(import.meta.dirname, '../../../../samples'),
);
