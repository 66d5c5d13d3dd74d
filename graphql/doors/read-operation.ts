import {
  type DocumentNode,
  GraphQLError,
  getOperationAST,
  type OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { z } from 'zod';
import { readJsonBody } from '@/graphql/body';
import { AppError } from '@/graphql/errors';
import { LIMITS, limitRules, PARSE_OPTIONS } from '@/graphql/limits';
import { schema } from '@/graphql/schema';

const parameters = z.object({
  query: z.string().min(1),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

export interface OperationRequest {
  readonly document: DocumentNode;
  readonly operation: OperationTypeNode;
  readonly variables: Record<string, unknown>;
  readonly operationName: string | undefined;
}

/** The operation a request asks for, parsed, validated and within the limits of its document. */
export async function readOperation(request: Request): Promise<OperationRequest> {
  const { query, variables, operationName } = await readParameters(request);
  const document = parseQuery(query);
  const errors = validate(schema, document, [...specifiedRules, ...limitRules]);
  if (errors[0]) throw withCode(errors[0], 'GRAPHQL_VALIDATION_FAILED');
  const operation = getOperationAST(document, operationName)?.operation;
  if (!operation) throw new AppError('BAD_REQUEST', 'Name one operation of the document in operationName.');
  if (request.method === 'GET' && operation === 'mutation') {
    throw new AppError('METHOD_NOT_ALLOWED', 'A mutation is sent as POST.');
  }
  return { document, operation, variables: variables ?? {}, operationName: operationName ?? undefined };
}

async function readParameters(request: Request): Promise<z.infer<typeof parameters>> {
  if (request.method !== 'GET' && request.method !== 'POST') {
    throw new AppError('METHOD_NOT_ALLOWED', 'An operation is sent as GET or POST.');
  }
  const given = request.method === 'GET' ? readSearch(request.url) : await readJsonBody(request, LIMITS.bodyBytes);
  const read = parameters.safeParse(given);
  if (read.success) return read.data;
  throw new AppError('BAD_REQUEST', 'Send one object with query and, where needed, variables and operationName.');
}

function readSearch(url: string): unknown {
  const { query, variables, operationName } = Object.fromEntries(new URL(url).searchParams);
  try {
    return { query, variables: variables && JSON.parse(variables), operationName };
  } catch {
    throw new AppError('BAD_REQUEST', 'The variables are not JSON.');
  }
}

function parseQuery(query: string): DocumentNode {
  try {
    return parse(query, PARSE_OPTIONS);
  } catch (error) {
    throw error instanceof GraphQLError ? withCode(error, 'GRAPHQL_PARSE_FAILED') : error;
  }
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions } = error;
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}
