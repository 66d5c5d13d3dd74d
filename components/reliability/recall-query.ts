import { graphql } from '@/graphql/generated/operations';

export const RecallQuery = graphql(`
  query RecallSoFar($id: ID!, $recall: Float) {
    project(id: $id) {
      id
      recallSoFar(recall: $recall) {
        relevanceCut
        recall
        confidence
        documents
        screened
        found
        lastScreenedAt
        curve {
          screened
          found
        }
        elusion {
          status
          kind
          assumption
          elusion {
            ...Share
          }
          relevantInSample
          excluded
          found
          includedUnread
          recall
          recallLower
          recallUpper
        }
        control {
          status
          kind
          assumption
          rated
          positives
          found
          neededToFind
          positivesNeeded
        }
        buscar {
          kind
          assumption
          p
          window
          shouldStop
        }
      }
    }
  }
`);
