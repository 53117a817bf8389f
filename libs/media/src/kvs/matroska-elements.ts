/** How an element is read: its children one by one, as a whole, or not at all. */
type ElementKind = 'MASTER' | 'LEAF' | 'SKIP';

interface MatroskaElement {
  readonly kind: ElementKind;
  /** The element that it stands in; null: none. */
  readonly parent: number | null;
  /** The most bytes of a leaf. */
  readonly maxBytes?: number;
}

/** Ids of the elements that are read (RFC 9559, RFC 8794). */
export const ids = {
  header: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  timecodeScale: 0x2ad7b1,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackName: 0x536e,
  cluster: 0x1f43b675,
  timecode: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  tags: 0x1254c367,
  tag: 0x7373,
  simpleTag: 0x67c8,
  tagName: 0x45a3,
  tagString: 0x4487,
} as const;

const MAX_BLOCK_BYTES = 262_144;
const MAX_TEXT_BYTES = 4_096;
const NUMBER_BYTES = 8;
/** Level-one elements that only players need: seek head, cues, chapters, attachments. */
const unused = [0x114d9b74, 0x1c53bb6b, 0x1043a770, 0x1941a469];

const master = (parent: number | null): MatroskaElement => ({ kind: 'MASTER', parent });
const leaf = (parent: number, maxBytes: number): MatroskaElement => ({ kind: 'LEAF', parent, maxBytes });

export const elements: ReadonlyMap<number, MatroskaElement> = new Map<number, MatroskaElement>([
  [ids.header, { kind: 'SKIP', parent: null }],
  [ids.segment, master(null)],
  ...unused.map((id): [number, MatroskaElement] => [id, { kind: 'SKIP', parent: ids.segment }]),
  [ids.info, master(ids.segment)],
  [ids.timecodeScale, leaf(ids.info, NUMBER_BYTES)],
  [ids.tracks, master(ids.segment)],
  [ids.trackEntry, master(ids.tracks)],
  [ids.trackNumber, leaf(ids.trackEntry, NUMBER_BYTES)],
  [ids.trackName, leaf(ids.trackEntry, MAX_TEXT_BYTES)],
  [ids.cluster, master(ids.segment)],
  [ids.timecode, leaf(ids.cluster, NUMBER_BYTES)],
  [ids.simpleBlock, leaf(ids.cluster, MAX_BLOCK_BYTES)],
  [ids.blockGroup, master(ids.cluster)],
  [ids.block, leaf(ids.blockGroup, MAX_BLOCK_BYTES)],
  [ids.tags, master(ids.segment)],
  [ids.tag, master(ids.tags)],
  [ids.simpleTag, master(ids.tag)],
  [ids.tagName, leaf(ids.simpleTag, MAX_TEXT_BYTES)],
  [ids.tagString, leaf(ids.simpleTag, MAX_TEXT_BYTES)],
]);
