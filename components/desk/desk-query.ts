import { graphql } from '@/graphql/generated/operations';

/** What the frame of every page shows: who it is for, and the teams and projects to go to. */
export const DeskQuery = graphql(`
  query Desk {
    viewer {
      id
      name
      email
    }
    installation {
      viewerIsOperator
    }
    teams(first: 100) {
      nodes {
        id
        name
        viewerRole
        viewerPermissions
        projects(first: 100) {
          nodes {
            id
            name
          }
        }
      }
    }
  }
`);
