import {
  type ASTVisitor,
  type FieldNode,
  GraphQLError,
  Kind,
  type SelectionNode,
  type ValidationContext,
} from 'graphql';

export interface DocumentSize {
  /** Fields within fields. */
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
}

const NOTHING: DocumentSize = { depth: 0, aliases: 0, directives: 0 };

/**
 * A validation rule on the size of each operation, with every fragment counted wherever it is spread. The depth of
 * `__schema` is not counted: tools ask it deeply, and graphql's own rule bounds what of it can grow.
 */
export function limitDocumentSize(limit: DocumentSize): (context: ValidationContext) => ASTVisitor {
  return (context) => {
    const measure = createMeasure(context);
    return {
      OperationDefinition(operation) {
        const own = (operation.directives?.length ?? 0) + directivesOfVariables(operation.variableDefinitions ?? []);
        const size = measure(operation.selectionSet.selections);
        const found = { ...size, directives: size.directives + own };
        for (const what of ['depth', 'aliases', 'directives'] as const) {
          if (found[what] <= limit[what]) continue;
          const message = `At most ${limit[what]} are allowed as ${what} of an operation, and this one has ${found[what]}.`;
          context.reportError(new GraphQLError(message, { nodes: operation }));
        }
      },
    };
  };
}

function directivesOfVariables(definitions: readonly { readonly directives?: readonly unknown[] }[]): number {
  return definitions.reduce((sum, { directives }) => sum + (directives?.length ?? 0), 0);
}

function createMeasure(context: ValidationContext): (selections: readonly SelectionNode[]) => DocumentSize {
  const known = new Map<string, DocumentSize>();

  function measure(selections: readonly SelectionNode[]): DocumentSize {
    return selections.map(measureOne).reduce(
      (sum, { depth, aliases, directives }) => ({
        depth: Math.max(sum.depth, depth),
        aliases: sum.aliases + aliases,
        directives: sum.directives + directives,
      }),
      NOTHING,
    );
  }

  function measureOne(selection: SelectionNode): DocumentSize {
    const inside = measureInside(selection);
    const directives = inside.directives + (selection.directives?.length ?? 0);
    if (selection.kind !== Kind.FIELD) return { ...inside, directives };
    return { depth: depthOf(selection, inside.depth), aliases: inside.aliases + (selection.alias ? 1 : 0), directives };
  }

  function measureInside(selection: SelectionNode): DocumentSize {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return measureFragment(selection.name.value);
    return measure(selection.selectionSet?.selections ?? []);
  }

  function measureFragment(name: string): DocumentSize {
    const before = known.get(name);
    if (before) return before;
    known.set(name, NOTHING); // for one that spreads itself, which another rule refuses
    const size = measure(context.getFragment(name)?.selectionSet.selections ?? []);
    known.set(name, size);
    return size;
  }

  return measure;
}

function depthOf(field: FieldNode, inside: number): number {
  return field.name.value === '__schema' ? 1 : 1 + inside;
}
