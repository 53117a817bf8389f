import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type ContentCoding = 'br' | 'gzip';

const compressors: Readonly<Record<ContentCoding, (body: Buffer, quality: number) => Promise<Buffer>>> = {
  br: (body, quality) =>
    promisify(brotliCompress)(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: quality,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
  gzip: (body, quality) => promisify(gzip)(body, { level: quality }),
};

/** Compresses in the thread pool, so that the event loop goes on. `quality`: 1 (fast) to 9 (small). */
export const compress = (coding: ContentCoding, body: Buffer, quality: number): Promise<Buffer> =>
  compressors[coding](body, quality);

/** The coding to answer with: the one of ours that `Accept-Encoding` prefers, brotli among equals; null for none. */
export function chooseCoding(acceptEncoding: string | undefined): ContentCoding | null {
  const qualities = new Map(
    (acceptEncoding ?? '').split(',').map((item) => {
      const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [name, quality === undefined ? 1 : Number(quality)] as const;
    }),
  );
  const qualityOf = (coding: ContentCoding): number => qualities.get(coding) ?? qualities.get('*') ?? 0;
  const [brotli, zipped] = [qualityOf('br'), qualityOf('gzip')];
  if (!(brotli > 0) && !(zipped > 0)) return null;
  return brotli > 0 && !(zipped > brotli) ? 'br' : 'gzip';
}
