import { graphql } from '@/graphql/generated/operations';

/** What the list and the reader need to know of the project around them. */
export const ReviewProjectQuery = graphql(`
  query ReviewProject($id: ID!) {
    project(id: $id) {
      id
      name
      viewerPermissions
      progress {
        documents
        duplicates
        scored
        pending
        failed
        overridden
        included
        scoredPerSecond
      }
      collections(first: 100) {
        totalCount
        nodes {
          id
          name
        }
      }
      referenceSources(first: 20) {
        nodes {
          id
          name
          kind
        }
      }
      scoringRun {
        id
        status
      }
      tags {
        id
        name
        color
      }
      activeCalibration {
        id
        version
        threshold
        staleReason
      }
    }
  }
`);

/** A page of the ranking. Only the first page of a filter is counted: the others cannot change the answer. */
export const RankedPageQuery = graphql(`
  query RankedPage($id: ID!, $filter: DocumentFilter, $first: Int!, $after: String, $isFirst: Boolean!) {
    project(id: $id) {
      id
      documents(filter: $filter, first: $first, after: $after) {
        totalCount @include(if: $isFirst)
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          ...RankedRow
        }
      }
    }
  }
  fragment RankedRow on Document {
    id
    title
    excerpt
    year
    externalId
    status
    failureCode
    rankingScore
    rawScore
    calibratedScore
    overrideScore
    version
    decision {
      id
      value
    }
    collection {
      id
      name
    }
    score {
      isTruncated
    }
  }
`);
