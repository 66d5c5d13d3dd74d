import { graphql } from '@/graphql/generated/operations';

export const ThresholdQuery = graphql(`
  query Threshold($id: ID!) {
    project(id: $id) {
      id
      name
      relevanceCut
      viewerPermissions
      scoreHistogram(bins: 40) {
        lower
        upper
        counts
        n
      }
      activeCalibration {
        id
      }
      samples(first: 50) {
        nodes {
          id
          size
          ratedCount
          createdAt
        }
      }
      calibrations(first: 50) {
        nodes {
          ...CalibrationLine
        }
      }
    }
  }
  fragment CalibrationLine on Calibration {
    id
    version
    threshold
    relevanceCut
    workload
    documents
    note
    createdAt
    activatedAt
    isActive
    staleReason
    createdBy {
      id
      name
    }
    precision {
      value
      lower
      upper
      n
    }
    recall {
      value
      lower
      upper
      n
    }
  }
`);

export const CurveQuery = graphql(`
  query SampleCurve($sampleId: ID!) {
    node(id: $sampleId) {
      __typename
      ... on Sample {
        id
        thresholdCurve {
          labelled
          relevant
          documents
          relevanceCut
          points {
            ...PointFigures
          }
          certificate {
            recall
            confidence
            threshold
            workload
            positives
            positivesMissing
          }
        }
      }
    }
  }
  fragment PointFigures on ThresholdPoint {
    threshold
    workload
    workloadShare
    f1
    precision {
      value
      lower
      upper
      n
      method
    }
    recall {
      value
      lower
      upper
      n
      method
    }
  }
`);

export const ThresholdAtQuery = graphql(`
  query ThresholdAt($sampleId: ID!, $threshold: Float!) {
    node(id: $sampleId) {
      __typename
      ... on Sample {
        id
        thresholdAt(threshold: $threshold) {
          ...PointFigures
        }
      }
    }
  }
`);
