import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '@earshot/domain';
import type { UploadItem } from '../items/upload-item.js';
import type { UploadItems } from '../items/upload-items.js';
import { readTusMetadata } from '../recording-metadata.js';
import { sendRefusal } from './json-answer.js';

export const TUS_VERSION = '1.0.0';
const EXTENSIONS = 'creation,creation-with-upload,termination';
const OFFSET_TYPE = 'application/offset+octet-stream';
const WHOLE_NUMBER = /^\d{1,15}$/;

/** Resumable uploads (tus.io, version 1.0.0). Each method answers one request. */
export class TusRequests {
  constructor(
    private readonly items: UploadItems,
    private readonly basePath: string,
    private readonly maxFileBytes: number,
  ) {}

  describe(response: ServerResponse): void {
    response.writeHead(204, {
      'tus-resumable': TUS_VERSION,
      'tus-version': TUS_VERSION,
      'tus-extension': EXTENSIONS,
      'tus-max-size': String(this.maxFileBytes),
    });
    response.end();
  }

  /** Whether the client speaks this version. If not, it is told. */
  checkVersion(request: IncomingMessage, response: ServerResponse): boolean {
    response.setHeader('tus-resumable', TUS_VERSION);
    if (request.headers['tus-resumable'] === TUS_VERSION) return true;
    response.setHeader('tus-version', TUS_VERSION);
    sendRefusal(response, 'UPLOAD_VERSION_UNSUPPORTED');
    return false;
  }

  async create(request: IncomingMessage, response: ServerResponse, sender: Principal): Promise<void> {
    const length = readWholeNumber(request.headers['upload-length']);
    if (length === null) return sendRefusal(response, 'UPLOAD_METADATA_INVALID', 'Upload-Length: a whole number');
    const metadata = readTusMetadata(String(request.headers['upload-metadata'] ?? ''));
    if (!metadata.ok) return sendRefusal(response, 'UPLOAD_METADATA_INVALID', metadata.error);
    const created = await this.items.create(sender, metadata.value, length, true);
    if (!created.ok) return sendRefusal(response, created.error);
    const { id } = created.value;
    response.setHeader('location', `${this.basePath}/${id}`);
    if (request.headers['content-type'] === OFFSET_TYPE || length === 0)
      return this.receive(request, response, id, 0, 201);
    response.writeHead(201).end();
  }

  showOffset(response: ServerResponse, { id, sizeBytes }: UploadItem): void {
    response.writeHead(200, {
      'upload-offset': String(this.items.receivedBytes(id)),
      'upload-length': String(sizeBytes),
      'cache-control': 'no-store',
    });
    response.end();
  }

  async append(request: IncomingMessage, response: ServerResponse, { id }: UploadItem): Promise<void> {
    const offset = readWholeNumber(request.headers['upload-offset']);
    if (offset === null) return sendRefusal(response, 'UPLOAD_OFFSET_WRONG');
    if (request.headers['content-type'] !== OFFSET_TYPE)
      return sendRefusal(response, 'UPLOAD_METADATA_INVALID', `Content-Type: ${OFFSET_TYPE}`);
    await this.receive(request, response, id, offset, 204);
  }

  async terminate(response: ServerResponse, { id }: UploadItem): Promise<void> {
    await this.items.remove(id);
    response.writeHead(204).end();
  }

  private async receive(
    request: IncomingMessage,
    response: ServerResponse,
    id: string,
    offset: number,
    status: number,
  ): Promise<void> {
    const refusal = await this.items.receive(id, offset, request);
    if (refusal !== null) return sendRefusal(response, refusal);
    response.writeHead(status, { 'upload-offset': String(this.items.receivedBytes(id)) }).end();
  }
}

function readWholeNumber(text: string | readonly string[] | undefined): number | null {
  return typeof text === 'string' && WHOLE_NUMBER.test(text) ? Number(text) : null;
}
