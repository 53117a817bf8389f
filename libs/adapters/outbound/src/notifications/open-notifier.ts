import { readFile } from 'node:fs/promises';
import type { Clock, Notification, Notifier } from '@earshot/ports';
import { hostOf } from '../http/host-of.js';
import { NOT_REACHABLE, OutboundHttp } from '../http/outbound-http.js';
import { isRequestUrl, signingSecret } from '../outbound.settings.js';
import { readSecretVariable, type NotificationsConfig } from './notifications.config.js';
import { SlackTarget } from './slack-target.js';
import { notificationsUnusable, parseTargetFile, type TargetEntry, type TargetFile } from './target-file.js';
import type { Target } from './target.js';
import { WebhookTarget } from './webhook-target.js';

interface TargetTools {
  readonly config: NotificationsConfig;
  readonly clock: Clock;
  readonly http: OutboundHttp;
  readonly callDataStream: string;
  readonly limitMs: number;
}

/** Opens everybody whom the settings want to be told; null for nobody. Rejects with `NOTIFICATIONS_UNUSABLE`. */
export async function openNotifier(config: NotificationsConfig, clock: Clock): Promise<Notifier | null> {
  const { EARSHOT_NOTIFICATIONS_FILE: path } = config;
  if (path === undefined) return null;
  const { targets: entries, callDataStream } = parseTargetFile(await readTargetFile(path));
  const http = new OutboundHttp(clock, { allowedHosts: config.EARSHOT_OUTBOUND_ALLOWED_HOSTS });
  const tools = { config, clock, http, callDataStream, limitMs: config.EARSHOT_NOTIFICATION_TIMEOUT_MS };
  const targets = new Map<string, Target>();
  for (const entry of entries) targets.set(entry.name, await openTarget(entry, tools));
  return {
    targets: entries.map(({ name, kinds }) => ({ name, kinds })),
    deliver: (notification: Notification) => {
      const target = targets.get(notification.target);
      if (target === undefined) throw notificationsUnusable(`no target is named ${notification.target}`);
      return target.deliver(notification);
    },
    close: async () => {
      for (const target of targets.values()) target.close();
      http.close();
    },
  };
}

async function readTargetFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw notificationsUnusable('the file cannot be read');
  }
}

/** The AWS SDK and the mail client are large, so they are loaded only when they are used. */
async function openTarget(entry: TargetEntry, tools: TargetTools): Promise<Target> {
  const { config, clock, http, callDataStream, limitMs } = tools;
  switch (entry.type) {
    case 'webhook': {
      const secret = signingSecret.safeParse(requireSecret(entry, entry.secretVariable));
      if (!secret.success) throw notificationsUnusable(`${entry.name}: ${entry.secretVariable} is too short`);
      if (!http.mayReach(entry.url)) throw notificationsUnusable(`${entry.name}: url: ${NOT_REACHABLE}`);
      const key = { id: entry.keyId, secret: secret.data };
      return new WebhookTarget(http, clock, { url: entry.url, key, callDataStream, limitMs });
    }
    case 'slack': {
      const url = requireSecret(entry, entry.urlVariable);
      if (!isRequestUrl(url)) throw notificationsUnusable(`${entry.name}: ${entry.urlVariable} is no URL`);
      if (!http.mayReach(url)) throw notificationsUnusable(`${entry.name}: ${entry.urlVariable}: ${NOT_REACHABLE}`);
      return new SlackTarget(http, url, limitMs);
    }
    case 'sns': {
      const { SnsTarget } = await import('./sns-target.js');
      const { topicArn } = entry;
      const place = { region: regionOf(topicArn), endpoint: config.SNS_ENDPOINT };
      return new SnsTarget(place, clock, { topicArn, callDataStream, limitMs });
    }
    case 'lambda': {
      const { LambdaFunctions } = await import('../aws/lambda-functions.js');
      const { LambdaTarget } = await import('./lambda-target.js');
      const { functionArn } = entry;
      const functions = new LambdaFunctions({ region: regionOf(functionArn), endpoint: config.LAMBDA_ENDPOINT }, clock);
      return new LambdaTarget(functions, { functionArn, callDataStream, limitMs });
    }
    case 'email': {
      const { EmailTarget } = await import('./email-target.js');
      const server = requireSecret(entry, entry.serverVariable);
      if (!/^smtps?:\/\//.test(server) || !URL.canParse(server))
        throw notificationsUnusable(`${entry.name}: ${entry.serverVariable} is no smtp:// or smtps:// URL`);
      const isPlainAllowed = config.EARSHOT_OUTBOUND_ALLOWED_HOSTS.includes(hostOf(new URL(server)));
      const { from, to } = entry;
      return new EmailTarget(clock, { server, from, to, isPlainAllowed, limitMs });
    }
  }
}

function requireSecret({ name }: TargetFile['targets'][number], variable: string): string {
  const value = readSecretVariable(variable);
  if (value === undefined || value === '') throw notificationsUnusable(`${name}: ${variable} is not set`);
  return value;
}

const regionOf = (arn: string): string | undefined => arn.split(':')[3];
