import { audioFramePath, segmentPath, type PathStep } from './code-paths.js';
import { eventDefinitions, topicNames, topics, type JsonEventType, type TopicDefinition } from '@earshot/contracts';

const describeEvent = (event: string): string =>
  event === 'audio.frame'
    ? 'Audio as received: a fixed binary header and the samples.'
    : eventDefinitions[event as JsonEventType].says;

/** Creates `docs/pipeline.md` from the topic table. */
export function createPipelineDoc(): string {
  const lines = [
    '# The pipeline',
    '',
    'Generated from `libs/contracts/src/topics.ts` by `npm run generate`. The key of every message is the call id: one',
    "call's events stay in order within a topic, and nothing depends on order across topics.",
  ];
  for (const name of topicNames) {
    const topic: TopicDefinition = topics[name];
    const consumers = Object.entries(topic.consumedBy).map(
      ([service, { as }]) => `${service}${as === 'everyInstance' ? ' (every instance)' : ''}`,
    );
    lines.push('', `## \`${name}\``, '');
    lines.push(`From ${topic.producedBy.join(', ')} to ${consumers.join(', ') || 'an operator'}.`);
    lines.push(
      `${topic.partitions} partitions, kept ${topic.retentionHours} h${describeSeal(topic)}.`,
      '',
      '| event | meaning |',
      '|---|---|',
    );
    for (const event of topic.events) lines.push(`| \`${event}\` | ${describeEvent(event)} |`);
  }
  lines.push('', '## The path of an audio frame', '', ...listSteps(audioFramePath));
  lines.push('', '## The path of a segment', '', ...listSteps(segmentPath));
  return `${lines.join('\n')}\n`;
}

function describeSeal({ isSealed, holdsNumbers }: TopicDefinition): string {
  if (isSealed === true) return ', sealed on Kafka and Kinesis';
  return holdsNumbers === true ? ', sealed on Kafka and Kinesis with `EARSHOT_SEAL_NUMBERS`' : '';
}

const listSteps = (path: readonly PathStep[]): string[] =>
  path.map(([file, action], index) => `${index + 1}. [\`${file}\`](../${file}) ${action}`);
