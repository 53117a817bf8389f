import type { Block } from './transcript.js';

/** Keeps the lines of one participant; null keeps all. */
export type LineFilter = (blocks: readonly Block[]) => readonly Block[];

/** A filter that reads a block once, so that one more line costs the same in a long call. */
export function createLineFilter(participantId: string | null): LineFilter {
  if (participantId === null) return (blocks) => blocks;
  const filtered = new WeakMap<Block, Block>();
  const filterBlock = (block: Block): Block => {
    const known = filtered.get(block);
    if (known) return known;
    const lines = block.lines.filter(({ participant }) => participant.id === participantId);
    const kept = { ...block, lines };
    filtered.set(block, kept);
    return kept;
  };
  return (blocks) => blocks.map(filterBlock).filter(({ lines }) => lines.length > 0);
}
