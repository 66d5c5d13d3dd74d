import { graphql } from '@/graphql/generated/operations';

export const VersionsQuery = graphql(`
  query ThresholdVersions($id: ID!) {
    project(id: $id) {
      id
      calibrations(first: 100) {
        totalCount
        nodes {
          ...Version
        }
      }
    }
  }
  fragment Version on Calibration {
    ...SavedThreshold
    origin
    labelled
    relevant
    sampleSize
    productVersion
    certificate {
      recall
      confidence
      threshold
      isCovered
      positives
      positivesMissing
      refusal
    }
    costs {
      falsePositive
      falseNegative
    }
    sample {
      id
      kind
      seed
      populationSize
      createdAt
    }
    model {
      name
      revision
    }
    recalibration {
      id
      version
      kind
    }
  }
`);

export const SideChangeQuery = graphql(`
  query SideChange($id: ID!, $against: ID!) {
    node(id: $id) {
      __typename
      ... on Calibration {
        id
        changesSides(against: $against) {
          entering
          leaving
          documents
        }
      }
    }
  }
`);
