import { graphql } from '@/graphql/generated/operations';

export const RecalibrationQuery = graphql(`
  query Recalibration($id: ID!) {
    project(id: $id) {
      id
      viewerPermissions
      progress {
        scored
      }
      activeCalibration {
        id
        version
        threshold
        recalibration {
          id
        }
      }
      recalibration {
        ...RecalibrationLine
      }
      recalibrations(first: 50) {
        totalCount
        nodes {
          ...RecalibrationLine
        }
      }
      rerank {
        ...RerankLine
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
    }
  }
  fragment RecalibrationLine on Recalibration {
    id
    version
    kind
    labelled
    createdAt
    isInForce
    staleReason
    createdBy {
      id
      name
    }
    model {
      name
      revision
    }
    sample {
      id
      size
      createdAt
    }
    before {
      ...ErrorFigures
    }
    after {
      ...ErrorFigures
    }
  }
  fragment RerankLine on Rerank {
    status
    total
    done
    createdAt
    finishedAt
    recalibration {
      ...RecalibrationName
    }
  }
  fragment RecalibrationName on Recalibration {
    id
    version
  }
  fragment ChangeRefused on UserError {
    code
    field
    message
  }
  fragment ErrorFigures on ScoreErrors {
    mse {
      ...ErrorFigure
    }
    r2 {
      ...ErrorFigure
    }
    bias {
      ...ErrorFigure
    }
  }
  fragment ErrorFigure on Estimate {
    value
    lower
    upper
    n
  }
`);

export const RecalibrationChoiceQuery = graphql(`
  query RecalibrationChoice($sampleId: ID!) {
    node(id: $sampleId) {
      __typename
      ... on Sample {
        id
        recalibrationChoice {
          labelled
          folds
          recommended
          points {
            rawScore
            rating
          }
          kinds {
            kind
            notCompared
            errors {
              ...ErrorFigures
            }
            curve {
              rawScore
              score
            }
          }
        }
      }
    }
  }
`);

export const ApplyRecalibration = graphql(`
  mutation ApplyRecalibration($input: ApplyRecalibrationInput!) {
    applyRecalibration(input: $input) {
      recalibration {
        ...RecalibrationName
      }
      deactivated {
        version
      }
      userErrors {
        ...ChangeRefused
      }
    }
  }
`);

export const ReapplyRecalibration = graphql(`
  mutation ReapplyRecalibration($input: ReapplyRecalibrationInput!) {
    reapplyRecalibration(input: $input) {
      recalibration {
        ...RecalibrationName
      }
      deactivated {
        version
      }
      userErrors {
        ...ChangeRefused
      }
    }
  }
`);

export const TakeBackRecalibration = graphql(`
  mutation TakeBackRecalibration($input: TakeBackRecalibrationInput!) {
    takeBackRecalibration(input: $input) {
      deactivated {
        version
      }
      userErrors {
        ...ChangeRefused
      }
    }
  }
`);
