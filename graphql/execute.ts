import { randomUUID } from 'node:crypto';
import { parse, execute as run } from 'graphql';
import { createContext } from '@/graphql/context';
import { getSessionViewer } from '@/graphql/doors/auth';
import { AppError } from '@/graphql/errors';
import type { TypedDocumentString } from '@/graphql/generated/operations/graphql';
import { logger } from '@/graphql/logger';
import { schema } from '@/graphql/schema';

/**
 * Runs one of our own operations in this process, as the person whose session the page was asked with: what a page
 * reads on the server and what the API answers are the same thing.
 */
export async function execute<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  ...variables: Variables extends Record<string, never> ? [] : [Variables]
): Promise<Result> {
  const requestId = randomUUID();
  const result = await run({
    schema,
    document: parse(document.toString()),
    variableValues: variables[0] ?? {},
    contextValue: createContext(await getSessionViewer(), requestId),
  });
  const [error] = result.errors ?? [];
  // graphql-js makes objects without a prototype, which React refuses to hand to a component in the browser.
  if (!error) return structuredClone(result.data) as Result;
  if (error.originalError instanceof AppError) throw error.originalError;
  logger.error({ requestId, err: error.originalError ?? error }, 'a page could not be read');
  throw error.originalError ?? error;
}
