import { graphql } from '@/graphql/generated/operations';

export const MonitorQuery = graphql(`
  query Monitor($id: ID!) {
    project(id: $id) {
      id
      viewerPermissions
      driftHindrance
      activeCalibration {
        id
        version
        createdAt
      }
      agreementByMonth {
        month
        kind
        n
        isSuppressed
        sameSide {
          value
          lower
          upper
        }
        meanDifference {
          value
          lower
          upper
        }
      }
      driftReports(first: 50) {
        totalCount
        nodes {
          ...DriftReportLine
        }
      }
    }
  }
  fragment DriftReportLine on DriftReport {
    id
    documents
    newDocuments
    hasDrifted
    checkedAt
    dismissedAt
    dismissedBy {
      id
      name
    }
    collection {
      id
      name
    }
    features {
      feature
      psi
      band
      wasserstein
      ksDistance
      adjustedP
      referenceMedian
      currentMedian
      referenceCount
      currentCount
      hasDrifted
      bins {
        from
        to
        reference
        current
      }
    }
  }
`);

export const CheckDrift = graphql(`
  mutation CheckDrift($input: CheckDriftInput!) {
    checkDrift(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);

export const DismissDriftNotice = graphql(`
  mutation DismissDriftNotice($input: DismissDriftNoticeInput!) {
    dismissDriftNotice(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
