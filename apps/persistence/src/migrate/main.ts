import { runMigration } from '@earshot/hosting';

await runMigration(process.env);
