import { loadEarshotConfig, startEarshot } from '@earshot/standalone';
import { serveFigures } from './child-process.js';

const earshot = await startEarshot(loadEarshotConfig(process.env));
serveFigures({ httpUrl: earshot.httpUrl, ingestUrl: earshot.ingestUrl }, () => earshot.close());
