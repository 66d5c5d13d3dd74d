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
      openUploads {
        ...OpenUpload
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
    isFullText
    failureCode
    failureMessage
    createdAt
    startedAt
    finishedAt
    mapping {
      origin
      confirmedAt
      confirmedBy {
        id
        name
      }
    }
    referenceSource {
      id
      name
      kind
      labelled
      counts {
        value
        documents
      }
    }
    bytesRead
    recordsPerSecond
    secondsLeft
    removed
  }
  fragment OpenUpload on OpenUpload {
    path
    fileName
    sizeBytes
    receivedBytes
    createdAt
    collection {
      id
      name
    }
  }
`);
