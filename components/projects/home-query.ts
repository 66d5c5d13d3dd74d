import { graphql } from '@/graphql/generated/operations';

export const HomeQuery = graphql(`
  query Home {
    teams(first: 100) {
      nodes {
        id
        name
        viewerRole
        viewerPermissions
        members(first: 1) {
          totalCount
        }
        projects(first: 50) {
          nodes {
            id
            name
            description
            isSample
            createdAt
            progress {
              documents
              duplicates
              scored
              pending
              failed
              overridden
            }
          }
        }
      }
    }
  }
`);
