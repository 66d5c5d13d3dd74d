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
          duplicateCount
        }
      }
      openUploadCount
      openUploads {
        ...OpenUpload
      }
      imports(first: 100) {
        ...ImportPage
      }
    }
  }
  fragment ImportPage on ImportRunConnection {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...ImportLine
      collection {
        id
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
    sameAs {
      id
      fileName
    }
    mayEndOtherwise
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

export const OlderImportsQuery = graphql(`
  query OlderImports($id: ID!, $after: String) {
    project(id: $id) {
      id
      imports(first: 100, after: $after) {
        ...ImportPage
      }
    }
  }
`);

export const RenameCollection = graphql(`
  mutation RenameCollection($input: RenameCollectionInput!) {
    renameCollection(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
