import { randomUUID } from 'node:crypto';
import { graphql } from 'graphql';
import { createContext } from '@/graphql/context';
import { schema } from '@/graphql/schema';
import { getDatabase } from '@/prisma/client';

export interface Asked {
  /** Shaped by the operation; a test knows which. */
  readonly data: Record<string, unknown>;
  /** Codes of the faults, none of which a test expects unless it says so. */
  readonly faults: readonly unknown[];
}

/** Runs an operation on the whole schema as the person, in a request of its own. */
export async function ask(
  userId: string | null,
  source: string,
  variables: Record<string, unknown> = {},
): Promise<Asked> {
  const viewer = userId && (await viewerOf(userId));
  const result = await graphql({
    schema,
    source,
    variableValues: variables,
    contextValue: createContext(viewer || null, randomUUID()),
  });
  return {
    data: JSON.parse(JSON.stringify(result.data ?? {})) as Record<string, unknown>,
    faults: (result.errors ?? []).map((error) => error.extensions.code ?? codeOf(error.originalError) ?? error.message),
  };
}

/** The value at a dotted path of an answer, for instance `project.documents.nodes`. */
export function at<Value>(asked: Asked, path: string): Value {
  if (asked.faults.length > 0) throw new Error(`The operation failed: ${asked.faults.join(', ')}`);
  let value: unknown = asked.data;
  for (const key of path.split('.')) value = (value as Record<string, unknown> | null)?.[key];
  return value as Value;
}

async function viewerOf(userId: string) {
  const user = await getDatabase().user.findUniqueOrThrow({
    where: { id: userId },
    select: { id: true, name: true, email: true },
  });
  return { ...user, tokenId: null, scopes: new Set(['READ', 'WRITE'] as const) };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
