import { graphql } from '@/graphql/generated/operations';

export const TokensQuery = graphql(`
  query Tokens {
    apiTokens(first: 100) {
      totalCount
      nodes {
        id
        name
        prefix
        scopes
        createdAt
        expiresAt
        lastUsedAt
      }
    }
  }
`);
