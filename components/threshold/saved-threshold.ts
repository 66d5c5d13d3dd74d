import { graphql } from '@/graphql/generated/operations';

/** What every list of versions says of one. */
export const SavedThreshold = graphql(`
  fragment SavedThreshold on Calibration {
    id
    version
    threshold
    relevanceCut
    workload
    documents
    note
    createdAt
    isActive
    staleReason
    methodsText
    createdBy {
      id
      name
    }
    precision {
      ...ShareFigures
    }
    recall {
      ...ShareFigures
    }
  }
  fragment ShareFigures on Estimate {
    value
    lower
    upper
    n
  }
`);
