import { graphql } from '@/graphql/generated/operations';

export const TeamAccountsQuery = graphql(`
  query TeamAccounts($search: String!, $after: String) {
    installation {
      teamAccounts(first: 25, after: $after, search: $search) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          teamId
          name
          memberCount
          projectCount
          usage {
            ...TeamUsage
          }
        }
      }
    }
  }
`);
