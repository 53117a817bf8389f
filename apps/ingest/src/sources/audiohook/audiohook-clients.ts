import { createHash, timingSafeEqual } from 'node:crypto';
import { NIL_UUID } from '@earshot/media/audiohook';
import type { AudiohookSettings } from './audiohook-settings.js';
import { NonceMemory } from './signature/nonce-memory.js';
import { findHeader } from './signature/request-headers.js';
import { findSignatureProblem, type SignatureProblem } from './signature/verify-signature.js';
import type { SignedRequest } from './signature/write-signature-base.js';

/** Why the client of an upgrade is refused, for our log alone. */
type ClientProblem = SignatureProblem | 'no API key of ours' | 'no organization that may send calls';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Decides which Genesys Cloud organizations may send calls. */
export class AudiohookClients {
  private readonly nonces = new NonceMemory();
  private readonly keyHashes: readonly Uint8Array[];

  constructor(private readonly settings: AudiohookSettings) {
    this.keyHashes = settings.EARSHOT_AUDIOHOOK_API_KEY.map(hash);
  }

  /** Whether there is an API key to check clients by. */
  get areChecked(): boolean {
    return this.keyHashes.length > 0;
  }

  /** Returns why the client of this upgrade is refused; null if it may send calls. */
  findProblem(request: SignedRequest, nowMs: number): ClientProblem | null {
    const apiKey = findHeader(request.headers, 'x-api-key') ?? '';
    if (!this.isOurKey(apiKey)) return 'no API key of ours';
    const { EARSHOT_AUDIOHOOK_CLIENT_SECRET: secrets } = this.settings;
    const check = { apiKey, secrets, nonces: this.nonces };
    const problem = secrets.length === 0 ? null : findSignatureProblem(request, check, nowMs);
    return problem ?? (this.isWanted(findOrganization(request)) ? null : 'no organization that may send calls');
  }

  /** Compares with every key, so that the time tells nothing about which one fits. */
  private isOurKey(apiKey: string): boolean {
    const presented = hash(apiKey);
    return this.keyHashes.filter((keyHash) => timingSafeEqual(keyHash, presented)).length > 0;
  }

  private isWanted(organizationId: string | undefined): boolean {
    const { EARSHOT_AUDIOHOOK_ORGANIZATIONS: organizations } = this.settings;
    return organizationId !== undefined && (organizations.length === 0 || organizations.includes(organizationId));
  }
}

/** An API key alone travels with each connection: without a signature, a copy of it opens the door. */
export const findAudiohookDoor = (settings: AudiohookSettings): readonly [setting: string, problem: string] | null =>
  settings.EARSHOT_AUDIOHOOK_API_KEY.length > 0 && settings.EARSHOT_AUDIOHOOK_CLIENT_SECRET.length === 0
    ? ['EARSHOT_AUDIOHOOK_CLIENT_SECRET', 'needed beside EARSHOT_AUDIOHOOK_API_KEY, so that connections are signed']
    : null;

/** The organization that the headers of an upgrade name. */
export const findOrganization = (request: SignedRequest) => findUuid(request, 'audiohook-organization-id');
/** The session that the headers of an upgrade name. All zeros: the first message names it. */
export function findSession(request: SignedRequest): string | undefined {
  const id = findUuid(request, 'audiohook-session-id');
  return id === NIL_UUID ? undefined : id;
}

function findUuid({ headers }: SignedRequest, name: string): string | undefined {
  const value = findHeader(headers, name);
  return value !== undefined && UUID.test(value) ? value.toLowerCase() : undefined;
}

const hash = (text: string): Uint8Array => createHash('sha256').update(text).digest();
