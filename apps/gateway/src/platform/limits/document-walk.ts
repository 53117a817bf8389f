import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Fragments of a document by their name. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export const fragmentsOf = (document: DocumentNode): Fragments =>
  new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );

/**
 * The fields of a selection with its fragments written out, one after the other, so that a caller can stop early: a few
 * fragments that use each other twice stand for millions of fields. Only for fragments that `areSound`.
 */
export function* fieldsOf(selections: SelectionSetNode, fragments: Fragments): Generator<FieldNode> {
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) {
      yield selection;
    } else {
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (inner !== undefined) yield* fieldsOf(inner.selectionSet, fragments);
    }
  }
}

/**
 * Whether every fragment that is used is there and none holds itself. Then each stands for at least one field, and who
 * counts fields cannot walk for ever without meeting one.
 */
export function areSound(document: DocumentNode, fragments: Fragments): boolean {
  const state = new Map<string, 'OPEN' | 'SOUND'>();
  const isSound = (name: string): boolean => {
    if (state.has(name)) return state.get(name) === 'SOUND';
    const fragment = fragments.get(name);
    if (fragment === undefined) return false;
    state.set(name, 'OPEN');
    const sound = spreadsIn(fragment.selectionSet.selections).every(isSound);
    if (sound) state.set(name, 'SOUND');
    return sound;
  };
  return document.definitions.every(
    (definition) => !('selectionSet' in definition) || spreadsIn(definition.selectionSet.selections).every(isSound),
  );
}

/** Names of the fragments used below, at any level. */
function spreadsIn(selections: readonly SelectionNode[]): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection.name.value];
    return selection.selectionSet === undefined ? [] : spreadsIn(selection.selectionSet.selections);
  });
}
