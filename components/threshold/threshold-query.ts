import { graphql } from '@/graphql/generated/operations';

export const ThresholdQuery = graphql(`
  query Threshold($id: ID!) {
    project(id: $id) {
      id
      name
      relevanceCut
      viewerPermissions
      scoreHistogram(bins: 400) {
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
          kind
          scope
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
    ...SavedThreshold
    activatedAt
  }
`);

export const CurveQuery = graphql(`
  query SampleCurve($sampleId: ID!, $recall: Float!, $confidence: Float!) {
    node(id: $sampleId) {
      __typename
      ... on Sample {
        id
        kind
        thresholdCurve {
          labelled
          relevant
          documents
          relevanceCut
          notices
          points {
            ...PointFigures
          }
          roc {
            threshold
            x
            y
          }
          precisionRecall {
            threshold
            x
            y
          }
          gain {
            threshold
            x
            y
          }
          certificate(recall: $recall, confidence: $confidence) {
            ...CertificateFigures
          }
        }
      }
    }
  }
  fragment CertificateFigures on RecallCertificate {
    recall
    confidence
    threshold
    workload
    positives
    positivesMissing
    refusal
    labelsMissing
    allowedMisses
  }
  fragment PointFigures on ThresholdPoint {
    threshold
    workload
    workloadShare
    falsePositiveRate
    f1Estimate {
      value
      lower
      upper
      n
    }
    falsePositives {
      value
      lower
      upper
      n
    }
    falseNegatives {
      value
      lower
      upper
      n
    }
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

export const CertificateQuery = graphql(`
  query Certificate($sampleId: ID!, $recall: Float!, $confidence: Float!) {
    node(id: $sampleId) {
      __typename
      ... on Sample {
        id
        thresholdCurve {
          certificate(recall: $recall, confidence: $confidence) {
            ...CertificateFigures
          }
        }
      }
    }
  }
`);

export const ByCostQuery = graphql(`
  query ThresholdByCost($sampleId: ID!, $falsePositive: Float!, $falseNegative: Float!) {
    node(id: $sampleId) {
      __typename
      ... on Sample {
        id
        thresholdCurve {
          byCost(falsePositive: $falsePositive, falseNegative: $falseNegative) {
            falsePositive
            falseNegative
            includes
            threshold
            workload
            labels
            apparentCost
            crossValidatedCost
            folds
          }
        }
      }
    }
  }
`);

export const ByWorkloadQuery = graphql(`
  query ThresholdByWorkload($sampleId: ID!, $documents: Int!) {
    node(id: $sampleId) {
      __typename
      ... on Sample {
        id
        thresholdCurve {
          byWorkload(documents: $documents) {
            documents
            includes
            threshold
            workload
          }
        }
      }
    }
  }
`);

export const RankingQuery = graphql(`
  query RankingQuality($sampleId: ID!) {
    node(id: $sampleId) {
      __typename
      ... on Sample {
        id
        thresholdCurve {
          labelled
          rocAuc {
            ...Figure
          }
          averagePrecision {
            ...Figure
          }
          workSaved {
            ...Figure
          }
          reliability {
            n
            brier
            expectedCalibrationError
            bins {
              lower
              upper
              meanProbability
              observed {
                ...Figure
              }
            }
          }
        }
      }
    }
  }
  fragment Figure on Estimate {
    value
    lower
    upper
    n
    method
  }
`);
