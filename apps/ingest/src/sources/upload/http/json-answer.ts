import type { ServerResponse } from 'node:http';
import type { UploadErrorCode } from '@earshot/media/recording-file';
import { describeCode } from '../items/upload-item.js';

/** HTTP statuses of refused requests. */
const statuses: Partial<Readonly<Record<UploadErrorCode, number>>> = {
  TOO_MANY_UPLOADS: 429,
  UPLOADS_FULL: 503,
  UPLOAD_OFFSET_WRONG: 409,
  UPLOAD_REQUEST_UNKNOWN: 404,
  UPLOAD_TOO_LARGE: 413,
  UPLOAD_UNKNOWN: 404,
  UPLOAD_UNREADABLE: 500,
  UPLOAD_VERSION_UNSUPPORTED: 412,
};
const BAD_REQUEST = 400;

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** `detail`: what of the request is wrong, never a value of it. The connection is closed: the rest of a body is not read. */
export function sendRefusal(response: ServerResponse, code: UploadErrorCode, detail?: string): void {
  const message = detail === undefined ? describeCode(code) : `${describeCode(code)} (${detail})`;
  response.setHeader('connection', 'close');
  sendJson(response, statuses[code] ?? BAD_REQUEST, { code, message });
}
