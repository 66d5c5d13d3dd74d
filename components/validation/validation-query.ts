import { graphql } from '@/graphql/generated/operations';

export const ValidationQuery = graphql(`
  query Validation($id: ID!, $after: String, $isArchived: Boolean!) {
    project(id: $id) {
      id
      name
      relevanceCut
      viewerPermissions
      activeCalibration {
        id
        threshold
      }
      progress {
        scored
        pending
      }
      archived: samples(first: 1, isArchived: true) {
        totalCount
      }
      samples(first: 20, after: $after, isArchived: $isArchived) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          ...SampleLine
        }
      }
    }
  }
  fragment SampleLine on Sample {
    id
    kind
    scope
    scopeThreshold
    size
    populationSize
    goneCount
    ratersPerDocument
    createdAt
    archivedAt
    createdBy {
      id
      name
    }
    strata {
      ordinal
    }
    answeredCount
    ratedCount
    skippedCount
    relevantCount
    completeCount
    viewerOpenCount
  }
`);

export const SampleDetailsQuery = graphql(`
  query SampleDetails($id: ID!) {
    node(id: $id) {
      __typename
      ... on Sample {
        ...SampleLine
        isDeletable
        seed
        method
        reserveCount
        strata {
          ordinal
          lower
          upper
          populationSize
          size
          guessedProportion
        }
        raters {
          user {
            id
            name
          }
          answeredCount
          ratedCount
          skippedCount
          lastAnsweredAt
        }
        skipReasonCount
        skipReasons {
          reason
          count
        }
      }
    }
  }
`);

export const SamplePlanQuery = graphql(`
  query SamplePlan($id: ID!, $recall: Float!, $confidence: Float!, $prevalence: Float) {
    project(id: $id) {
      id
      samplePlan(recall: $recall, confidence: $confidence, prevalence: $prevalence) {
        prevalence
        prevalenceSource
        positivesNeeded
        documentsToRate
        size
        limitedBy
        scoredCount
        ratedPrevalence {
          value
          lower
          upper
          n
        }
      }
    }
  }
`);

export const DrawSample = graphql(`
  mutation DrawSample($input: DrawSampleInput!) {
    drawSample(input: $input) {
      sample {
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

export const ArchiveSample = graphql(`
  mutation ArchiveSample($input: ArchiveSampleInput!) {
    archiveSample(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);

export const RestoreSample = graphql(`
  mutation RestoreSample($input: RestoreSampleInput!) {
    restoreSample(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);

export const DeleteSample = graphql(`
  mutation DeleteSample($input: DeleteSampleInput!) {
    deleteSample(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);

export const TopUpSample = graphql(`
  mutation TopUpSample($input: TopUpSampleInput!) {
    topUpSample(input: $input) {
      sample {
        id
        size
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`);
