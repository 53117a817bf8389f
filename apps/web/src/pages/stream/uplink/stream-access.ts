import {
  CreateStreamAccessDocument,
  ExtendStreamKeyDocument,
  type CreateStreamAccessMutation,
} from '@earshot/graphql-api';
import type { Client } from 'urql';
import type { SocketListener } from './call-uplink.js';

type Access = CreateStreamAccessMutation['createStreamAccess'];

/** Why no socket can be opened, as the person must know it. */
class AccessRefusal extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

const INGEST_PATH = '/api/v1/earshot';
/** The sub-protocol that ingest names in its answer. A browser closes a socket without one. */
const PROTOCOL = 'earshot';
const KEY_PROTOCOL = 'earshot.key.';
const EXTEND_EVERY_MS = 60_000;

/** The page's right to send one call: a key that it keeps in memory only, and asks for again every minute. */
export class StreamAccessKeeper {
  private access: Access | undefined;
  private extendedAtMs = 0;

  constructor(
    private readonly client: Client,
    /** Milliseconds that only ever grow. */
    private readonly nowMs: () => number,
  ) {}

  /** Opens a socket to ingest. Rejects with an error that has a `code` if the person may not send calls. */
  async openSocket(listener: SocketListener): Promise<void> {
    const access = await this.findAccess();
    const protocols = access.key === null ? [] : [PROTOCOL, KEY_PROTOCOL + access.key.text];
    const socket = new WebSocket(addressOf(access), protocols);
    let hasOpened = false;
    socket.onopen = () => {
      hasOpened = true;
      listener.onOpen(socket);
    };
    socket.onmessage = ({ data }) => listener.onText(String(data));
    socket.onclose = () => {
      // The browser does not say whether ingest refused the key.
      if (!hasOpened) this.access = undefined;
      listener.onClose();
    };
  }

  /** Extends the key once a minute. Call it while the call goes on, as often as you like. */
  keep(): void {
    const { access } = this;
    if (access?.key == null || this.nowMs() - this.extendedAtMs < EXTEND_EVERY_MS) return;
    this.extendedAtMs = this.nowMs();
    void this.extend(access, access.key.id);
  }

  private async extend(access: Access, id: string): Promise<void> {
    const { error } = await this.client.mutation(ExtendStreamKeyDocument, { id }).toPromise();
    if (error?.graphQLErrors[0]?.extensions['code'] === 'KEY_NOT_FOUND' && this.access === access)
      this.access = undefined;
  }

  private async findAccess(): Promise<Access> {
    if (this.access !== undefined) return this.access;
    const { data, error } = await this.client.mutation(CreateStreamAccessDocument, {}).toPromise();
    const code = error?.graphQLErrors[0]?.extensions['code'];
    if (typeof code === 'string') throw new AccessRefusal(code);
    if (!data) throw new Error('The gateway cannot be reached.');
    this.access = data.createStreamAccess;
    this.extendedAtMs = this.nowMs();
    return this.access;
  }
}

function addressOf({ ingestUrl, ingestPort }: Access): string {
  if (ingestUrl !== null) return ingestUrl + INGEST_PATH;
  if (ingestPort === null) throw new AccessRefusal('NO_INGEST_ADDRESS');
  const { protocol, hostname } = window.location;
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${hostname}:${ingestPort}${INGEST_PATH}`;
}
