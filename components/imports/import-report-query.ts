import { graphql } from '@/graphql/generated/operations';

/** What stands at the top of a report: small, and read again while the import runs. */
export const ImportReportQuery = graphql(`
  query ImportReport($id: ID!) {
    node(id: $id) {
      __typename
      ... on ImportRun {
        ...ReportSummary
      }
    }
  }
  fragment ReportSummary on ImportRun {
    id
    fileName
    status
    format
    encoding
    read
    accepted
    repaired
    rejected
    duplicates
    issueCount
    issueCounts {
      severity
      code
      count
    }
    rejects {
      path
      fileName
      sizeBytes
      records
      cut
      leftOut
    }
  }
`);

export const ImportIssuesQuery = graphql(`
  query ImportIssues($id: ID!, $after: String, $severity: IssueSeverity, $code: String) {
    node(id: $id) {
      __typename
      ... on ImportRun {
        id
        issues(first: 50, after: $after, severity: $severity, code: $code) {
          totalCount
          pageInfo {
            hasNextPage
            endCursor
          }
          nodes {
            severity
            file
            encoding
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

export const UndoImport = graphql(`
  mutation UndoImport($input: UndoImportInput!) {
    undoImport(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
