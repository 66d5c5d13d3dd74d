import { graphql } from '@/graphql/generated/operations';

export const ExportsQuery = graphql(`
  query Exports($id: ID!) {
    project(id: $id) {
      id
      name
      viewerPermissions
      progress {
        documents
      }
      exports(first: 50) {
        totalCount
        nodes {
          ...ExportLine
        }
      }
    }
  }
  fragment ExportLine on ExportRun {
    id
    format
    status
    filter
    threshold
    thresholdVersion
    isNeutralised
    withDuplicates
    total
    done
    rowsPerSecond
    columnCount
    gatheredColumns
    cutCells
    fileName
    sizeBytes
    downloadPath
    viewerMayCancel
    failureMessage
    failureCode
    createdAt
    finishedAt
    expiresAt
    requestedBy {
      id
      name
    }
  }
`);

export const CreateExport = graphql(`
  mutation CreateExport($input: CreateExportInput!) {
    createExport(input: $input) {
      export {
        id
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);

export const CancelExport = graphql(`
  mutation CancelExport($input: CancelExportInput!) {
    cancelExport(input: $input) {
      export {
        id
        status
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);
