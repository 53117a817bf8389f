import { runKafkaPreparation } from '@earshot/hosting';

await runKafkaPreparation(process.env);
