import { graphql } from '@/graphql/generated/operations';

/** What everybody signed in may know. */
export const OperatorQuery = graphql(`
  query Operator {
    installation {
      viewerIsOperator
      activeModel {
        name
      }
    }
  }
`);

graphql(`
  fragment ModelRow on InstalledModel {
    repository
    revision
    source
    requested
    name
    sizeBytes
    isActive
    isStandIn
    problem
    addedAt
    verifiedAt
    parity {
      precision
      provider
      processor
      texts
      meanBound
      largestBound
      reason
      tried {
        precision
        texts
        meanDifference
        largestDifference
        rankCorrelation
        tokensPerSecond
        isWithinBounds
        verdict
      }
    }
  }
`);

graphql(`
  fragment ModelTaskLine on ModelTask {
    kind
    repository
    revision
    status
    phase
    done
    total
    failureCode
    failureMessage
    createdAt
    finishedAt
  }
`);

export const ModelsQuery = graphql(`
  query Models {
    installation {
      models {
        ...ModelRow
      }
      modelTasks {
        ...ModelTaskLine
      }
    }
  }
`);

export const ModelsChanged = graphql(`
  subscription ModelsChanged {
    modelsChanged {
      models {
        ...ModelRow
      }
      modelTasks {
        ...ModelTaskLine
      }
    }
  }
`);
