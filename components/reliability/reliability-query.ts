import { graphql } from '@/graphql/generated/operations';

export const ReliabilityQuery = graphql(`
  query Reliability($id: ID!) {
    project(id: $id) {
      id
      name
      viewerPermissions
      samples(first: 100) {
        nodes {
          ...ChoosableSample
        }
      }
    }
  }
  fragment ChoosableSample on Sample {
    id
    kind
    scope
    scopeThreshold
    strata {
      ordinal
    }
    ratedCount
    createdAt
  }
`);

export const SampleRatersQuery = graphql(`
  query SampleRaters($sampleId: ID!) {
    node(id: $sampleId) {
      __typename
      ... on Sample {
        id
        raters {
          ratedCount
          user {
            id
            name
          }
        }
      }
    }
  }
`);

export const SampleReliabilityQuery = graphql(`
  query SampleReliability($sampleId: ID!, $by: SubgroupBy!, $threshold: Float, $raterIds: [ID!]) {
    node(id: $sampleId) {
      __typename
      ... on Sample {
        id
        subgroups(by: $by, threshold: $threshold) {
          by
          threshold
          thresholdSource
          relevanceCut
          n
          minimumSize
          isUnequallyDrawn
          gatheredGroups
          whole {
            ...SubgroupLine
          }
          groups {
            ...SubgroupLine
          }
          gathered {
            ...SubgroupLine
          }
        }
        agreement(raterIds: $raterIds) {
          documents
          relevanceCut
          ratersLeftOut
          changedAnswers
          raters {
            n
            user {
              id
              name
            }
          }
          overall {
            ...AgreementLine
          }
          pairs {
            first {
              id
              name
            }
            second {
              id
              name
            }
            measures {
              ...AgreementLine
            }
          }
        }
        labelErrors {
          suspects
          largestGap
          nextSize
        }
        secondLook {
          id
          size
          answeredCount
        }
        secondLookCount
        secondLooks {
          ...SecondLookLine
        }
      }
    }
  }
  fragment SubgroupLine on Subgroup {
    label
    n
    isSuppressed
    bias
    mae
    r2
    precision {
      ...Share
    }
    recall {
      ...Share
    }
    f1 {
      ...Share
    }
    accuracy {
      ...Share
    }
  }
  fragment Share on Estimate {
    value
    lower
    upper
    n
  }
  fragment AgreementLine on Agreement {
    name
    value
    lower
    upper
    n
    raters
    undefinedBecause
  }
  fragment SecondLookLine on SecondLook {
    id
    size
    answeredCount
    createdAt
    finishedAt
    rater {
      id
      name
    }
    results {
      relevanceCut
      goneCount
      confirmed {
        ...Share
      }
      suspectsOnSameSide {
        ...Share
      }
      othersOnSameSide {
        ...Share
      }
      suspects {
        ...LookResult
      }
    }
  }
  fragment LookResult on SecondLookResult {
    firstLabel
    secondLook
    score
    outcome
    isSameRater
    document {
      id
      title
    }
  }
`);
