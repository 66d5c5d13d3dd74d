import { graphql } from '@/graphql/generated/operations';

export const ActivityQuery = graphql(`
  query Activity($id: ID!, $after: String) {
    project(id: $id) {
      id
      name
      auditEvents(first: 50, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          id
          sequence
          actor {
            id
            name
          }
          action
          subjectType
          subjectId
          details
          occurredAt
          hash
        }
      }
    }
  }
`);
