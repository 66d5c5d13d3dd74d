import { graphql } from '@/graphql/generated/operations';

export const RatingQuery = graphql(`
  query RatingDesk($projectId: ID!, $sampleId: ID!) {
    project(id: $projectId) {
      id
      description
      relevanceCut
      viewerPermissions
    }
    node(id: $sampleId) {
      __typename
      ... on Sample {
        id
        size
        archivedAt
        ratersPerDocument
        ...SampleStanding
        answered(first: 50) {
          totalCount
          nodes {
            ...RatingItem
          }
        }
      }
    }
  }
  fragment SampleStanding on Sample {
    size
    goneCount
    answeredCount
    ratedCount
    skippedCount
    completeCount
    viewerAnsweredCount
    viewerOpenCount
    upcoming(count: 3) {
      ...RatingItem
    }
  }
  fragment RatingItem on SampleItem {
    id
    position
    title
    text
    authors
    journal
    year
    value
    isSkipped
    reason
  }
`);

export const RateSampleItem = graphql(`
  mutation RateSampleItem($input: RateSampleItemInput!) {
    rateSampleItem(input: $input) {
      sample {
        id
        ...SampleStanding
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);

export const WithdrawSampleAnswer = graphql(`
  mutation WithdrawSampleAnswer($input: WithdrawSampleAnswerInput!) {
    withdrawSampleAnswer(input: $input) {
      sample {
        id
        ...SampleStanding
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);
