import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '@earshot/domain';
import type { UploadItems } from '../items/upload-items.js';
import { readMetadataHeaders } from '../recording-metadata.js';
import { sendJson, sendRefusal } from './json-answer.js';
import { TusRequests } from './tus-requests.js';

const LISTED = 100;
const MOST_LISTED = 1_000;
const ITEM_ID = /^[0-9a-f]{32}$/;

/** The requests of `/api/v1/recordings`: sends recordings, whole or with tus, and shows what became of them. */
export class UploadRequests {
  private readonly tus: TusRequests;

  constructor(
    private readonly items: UploadItems,
    private readonly basePath: string,
    maxFileBytes: number,
  ) {
    this.tus = new TusRequests(items, basePath, maxFileBytes);
  }

  async handle(request: IncomingMessage, response: ServerResponse, sender: Principal): Promise<void> {
    const url = new URL(request.url ?? '', 'http://host');
    const id = url.pathname.slice(this.basePath.length + 1);
    if (id === '') return this.handleList(request, response, sender, url.searchParams);
    if (!ITEM_ID.test(id)) return sendRefusal(response, 'UPLOAD_UNKNOWN');
    await this.handleItem(request, response, sender, id);
  }

  private async handleList(
    request: IncomingMessage,
    response: ServerResponse,
    sender: Principal,
    query: URLSearchParams,
  ): Promise<void> {
    switch (request.method) {
      case 'OPTIONS':
        return this.tus.describe(response);
      case 'GET': {
        const most = Math.min(MOST_LISTED, Math.max(1, Number(query.get('limit') ?? LISTED) || LISTED));
        return sendJson(response, 200, { recordings: this.items.list(sender, query.get('state') ?? undefined, most) });
      }
      case 'POST':
        if (request.headers['tus-resumable'] === undefined) return this.receiveWhole(request, response, sender);
        if (this.tus.checkVersion(request, response)) await this.tus.create(request, response, sender);
        return;
      default:
        return sendRefusal(response, 'UPLOAD_REQUEST_UNKNOWN');
    }
  }

  private async handleItem(
    request: IncomingMessage,
    response: ServerResponse,
    sender: Principal,
    id: string,
  ): Promise<void> {
    const item = this.items.find(sender, id);
    if (item === undefined) return sendRefusal(response, 'UPLOAD_UNKNOWN');
    const { method = '' } = request;
    if (method === 'GET') return sendJson(response, 200, this.items.view(id) ?? {});
    if (!['HEAD', 'PATCH', 'DELETE'].includes(method)) return sendRefusal(response, 'UPLOAD_REQUEST_UNKNOWN');
    if (!this.tus.checkVersion(request, response)) return;
    if (method === 'HEAD') return this.tus.showOffset(response, item);
    await (method === 'PATCH' ? this.tus.append(request, response, item) : this.tus.terminate(response, item));
  }

  private async receiveWhole(request: IncomingMessage, response: ServerResponse, sender: Principal): Promise<void> {
    const metadata = readMetadataHeaders(request.headers);
    if (!metadata.ok) return sendRefusal(response, 'UPLOAD_METADATA_INVALID', metadata.error);
    const announced = request.headers['content-length'];
    const created = await this.items.create(
      sender,
      metadata.value,
      announced === undefined ? null : Number(announced),
      false,
    );
    if (!created.ok) return sendRefusal(response, created.error);
    const { id } = created.value;
    const refusal = await this.items.receive(id, 0, request);
    if (refusal !== null) return sendRefusal(response, refusal);
    response.setHeader('location', `${this.basePath}/${id}`);
    sendJson(response, 201, this.items.view(id) ?? {});
  }
}
