import { graphql } from '@/graphql/generated/operations';

export const CollectionsQuery = graphql(`
  query Collections($id: ID!) {
    project(id: $id) {
      id
      name
      viewerPermissions
      collections(first: 100) {
        totalCount
        nodes {
          id
          name
          createdAt
          documentCount
        }
      }
      imports(first: 100) {
        totalCount
        nodes {
          ...ImportLine
          collection {
            id
          }
        }
      }
    }
  }
  fragment ImportLine on ImportRun {
    id
    fileName
    sizeBytes
    status
    format
    encoding
    read
    accepted
    repaired
    rejected
    duplicates
    issueCount
    restored
    failureCode
    failureMessage
    createdAt
    startedAt
    finishedAt
  }
`);

export const ImportIssuesQuery = graphql(`
  query ImportIssues($id: ID!, $after: String) {
    node(id: $id) {
      __typename
      ... on ImportRun {
        id
        issueCount
        issues(first: 50, after: $after) {
          pageInfo {
            hasNextPage
            endCursor
          }
          nodes {
            severity
            line
            field
            code
            message
            snippet
          }
        }
      }
    }
  }
`);
