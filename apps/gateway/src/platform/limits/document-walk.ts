import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** A document's fragments by name. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export const fragmentsOf = (document: DocumentNode): Fragments =>
  new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );

/**
 * The fields of a selection with its fragments expanded. It yields them one by one so that a caller can stop early: a
 * few fragments that each use the next one twice expand to millions of fields. Check `areFragmentsSound` first.
 */
export function* walkFields(selections: SelectionSetNode, fragments: Fragments): Generator<FieldNode> {
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) {
      yield selection;
    } else {
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (inner !== undefined) yield* walkFields(inner.selectionSet, fragments);
    }
  }
}

/**
 * Whether every used fragment exists and none contains itself. Then each one expands to at least one field, so a walk
 * that stops after a number of fields always ends.
 */
export function areFragmentsSound(document: DocumentNode, fragments: Fragments): boolean {
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

/** Names of the fragments that are used at any level below. */
function spreadsIn(selections: readonly SelectionNode[]): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection.name.value];
    return selection.selectionSet === undefined ? [] : spreadsIn(selection.selectionSet.selections);
  });
}
