import { graphql } from '@/graphql/generated/operations';

export const RecallQuery = graphql(`
  query RecallSoFar($id: ID!, $recall: Float, $confidence: Float, $elusion: ID, $control: ID) {
    project(id: $id) {
      id
      recallSoFar(recall: $recall, confidence: $confidence, elusionSampleId: $elusion, controlSampleId: $control) {
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
          sample {
            id
          }
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
          sample {
            id
          }
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
