import { join } from 'node:path';
import { takeScreenshots } from './take-screenshots.js';

await takeScreenshots(
  join(import.meta.dirname, '../../../../docs/images'),
  join(import.meta.dirname, '../../../../samples'),
);
