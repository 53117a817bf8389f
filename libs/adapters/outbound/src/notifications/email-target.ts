import { createTransport, type Transporter } from 'nodemailer';
import { Failure, type Clock, type Notification } from '@earshot/ports';
import { hostOf } from '../http/host-of.js';
import { outboundTimeout, unreachable } from '../http/outbound-failures.js';
import type { Target } from './target.js';
import { toSentence } from './to-payload.js';

export interface EmailOptions {
  /** `smtps://user:password@host:465` or `smtp://host:587`. Holds the password: do not log it. */
  readonly server: string;
  readonly from: string;
  readonly to: readonly string[];
  /** Whether the server may be used without TLS. */
  readonly isPlainAllowed: boolean;
  readonly limitMs: number;
}

/** Sends an e-mail by SMTP. */
export class EmailTarget implements Target {
  private readonly transport: Transporter;

  constructor(
    private readonly clock: Clock,
    private readonly options: EmailOptions,
  ) {
    const { server, isPlainAllowed, limitMs } = options;
    const url = new URL(server);
    this.transport = createTransport({
      host: hostOf(url),
      port: Number(url.port || (url.protocol === 'smtps:' ? 465 : 587)),
      secure: url.protocol === 'smtps:',
      requireTLS: !isPlainAllowed,
      ...(url.username !== '' && {
        auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
      }),
      connectionTimeout: limitMs,
      greetingTimeout: limitMs,
      socketTimeout: limitMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async deliver(notification: Notification): Promise<void> {
    const { from, to, limitMs } = this.options;
    const sentence = toSentence(notification);
    const message = {
      from,
      to: [...to],
      subject: sentence,
      text: `${sentence}\n`,
      messageId: messageIdOf(notification),
    };
    let cancel = () => {};
    const late = new Promise<never>((_, reject) => {
      cancel = this.clock.schedule(limitMs, () => reject(outboundTimeout(limitMs)));
    });
    try {
      await Promise.race([this.transport.sendMail(message), late]);
    } catch (error) {
      throw toFailure(error);
    } finally {
      cancel();
    }
  }

  close(): void {
    this.transport.close();
  }
}

/** The same for each attempt, so that a mailbox shows one message. */
const messageIdOf = ({ id }: Notification): string => `<${id}@earshot.invalid>`;

/** A server that answers 5xx refuses for good; what it says may name people, so only its code is kept. */
function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const { responseCode } = (error ?? {}) as { responseCode?: unknown };
  if (typeof responseCode !== 'number') return unreachable(error);
  return new Failure('OUTBOUND_REFUSED', `SMTP ${responseCode}.`, { retryable: responseCode < 500, cause: error });
}
