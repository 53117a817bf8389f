import { concatBytes } from '../bytes/concat-bytes.js';
import { ids } from './matroska-elements.js';

export interface WrittenBlock {
  /** From 1. */
  readonly track: number;
  readonly offsetMs: number;
  readonly samples: Uint8Array;
}

export interface WrittenFragment {
  readonly number: string;
  readonly producerAtMs: number;
  /** The tags that the platform adds, such as CallId. */
  readonly tags: Readonly<Record<string, string>>;
  readonly trackNames: readonly string[];
  readonly blocks: readonly WrittenBlock[];
  /** Whether its own tags stand behind the audio. */
  readonly areTagsLast?: boolean;
  /** Writes block groups in place of simple blocks, and clusters of known size. */
  readonly isGrouped?: boolean;
}

const encoder = new TextEncoder();
const UNKNOWN_SIZE = Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
const DOC_TYPE = 0x4282;

/** One fragment as `GetMedia` of Kinesis Video Streams returns it, for servers that stand in for it. Not for tracks above 126. */
export function writeFragment(fragment: WrittenFragment): Uint8Array {
  const { number, producerAtMs, tags, trackNames, areTagsLast = false, isGrouped = false } = fragment;
  const seconds = (producerAtMs / 1_000).toFixed(3);
  const own = writeTags(tags);
  const cluster = writeCluster(fragment.blocks, isGrouped);
  return concatBytes([
    writeElement(ids.header, writeElement(DOC_TYPE, encoder.encode('matroska'))),
    writeOpen(ids.segment),
    writeElement(ids.info, writeElement(ids.timecodeScale, writeNumber(1_000_000))),
    writeElement(ids.tracks, concatBytes(trackNames.map(writeTrack))),
    writeTags({
      AWS_KINESISVIDEO_FRAGMENT_NUMBER: number,
      AWS_KINESISVIDEO_SERVER_TIMESTAMP: seconds,
      AWS_KINESISVIDEO_PRODUCER_TIMESTAMP: seconds,
    }),
    ...(areTagsLast ? [] : [own]),
    ...(isGrouped ? [writeElement(ids.cluster, cluster)] : [writeOpen(ids.cluster), cluster]),
    ...(areTagsLast ? [own] : []),
  ]);
}

/** The sizes take four bytes each. */
export const writeElement = (id: number, content: Uint8Array): Uint8Array =>
  concatBytes([writeId(id), Uint8Array.of(0x10, ...writeNumber(content.length).subarray(1)), content]);

const writeOpen = (id: number): Uint8Array => concatBytes([writeId(id), UNKNOWN_SIZE]);

function writeId(id: number): Uint8Array {
  const bytes = writeNumber(id);
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0));
}

const writeNumber = (number: number): Uint8Array =>
  Uint8Array.of(number >>> 24, (number >>> 16) & 0xff, (number >>> 8) & 0xff, number & 0xff);

const writeTrack = (name: string, index: number): Uint8Array =>
  writeElement(
    ids.trackEntry,
    concatBytes([
      writeElement(ids.trackNumber, Uint8Array.of(index + 1)),
      writeElement(ids.trackName, encoder.encode(name)),
    ]),
  );

/** Tags with these names and values. */
export const writeTags = (tags: Readonly<Record<string, string>>): Uint8Array =>
  writeElement(
    ids.tags,
    concatBytes(
      Object.entries(tags).map(([name, value]) =>
        writeElement(
          ids.tag,
          writeElement(
            ids.simpleTag,
            concatBytes([
              writeElement(ids.tagName, encoder.encode(name)),
              writeElement(ids.tagString, encoder.encode(value)),
            ]),
          ),
        ),
      ),
    ),
  );

function writeCluster(blocks: readonly WrittenBlock[], isGrouped: boolean): Uint8Array {
  const written = blocks.map(({ track, offsetMs, samples }) => {
    const header = Uint8Array.of(0x80 | track, (offsetMs >> 8) & 0xff, offsetMs & 0xff, 0x80);
    const block = concatBytes([header, samples]);
    return isGrouped
      ? writeElement(ids.blockGroup, writeElement(ids.block, block))
      : writeElement(ids.simpleBlock, block);
  });
  return concatBytes([writeElement(ids.timecode, writeNumber(0)), ...written]);
}
