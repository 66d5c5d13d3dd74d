import { graphql } from '@/graphql/generated/operations';

export const ValidationQuery = graphql(`
  query Validation($id: ID!) {
    project(id: $id) {
      id
      name
      relevanceCut
      viewerPermissions
      progress {
        scored
        pending
      }
      samples(first: 50) {
        nodes {
          id
          seed
          size
          populationSize
          createdAt
          createdBy {
            id
            name
          }
          answeredCount
          ratedCount
          skippedCount
          relevantCount
        }
      }
    }
  }
`);

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
        ...SampleStanding
        next {
          ...RatingItem
        }
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
    answeredCount
    ratedCount
    skippedCount
    relevantCount
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
      item {
        id
        value
        isSkipped
      }
      sample {
        id
        ...SampleStanding
        next {
          ...RatingItem
        }
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);
