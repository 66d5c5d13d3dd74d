import { graphql } from '@/graphql/generated/operations';

export const OverviewQuery = graphql(`
  query Overview($id: ID!) {
    project(id: $id) {
      id
      name
      description
      isSample
      relevanceCut
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
      newerModel {
        name
      }
      scoreHistogram(bins: 40) {
        lower
        upper
        counts
        n
      }
      scoringRun {
        id
        status
        total
        scored
        failed
        tokens
        computeMs
        model {
          name
          revision
          precision
          isStandIn
        }
      }
      samples(first: 1) {
        nodes {
          id
          size
          goneCount
          answeredCount
          ratedCount
        }
      }
      driftReports(first: 1, onlyOpen: true) {
        totalCount
        nodes {
          id
          collection {
            id
            name
          }
        }
      }
      activeCalibration {
        id
        version
        threshold
        staleReason
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
    }
  }
`);
