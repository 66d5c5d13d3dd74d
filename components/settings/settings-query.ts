import { graphql } from '@/graphql/generated/operations';

export const SettingsQuery = graphql(`
  query Settings($id: ID!) {
    project(id: $id) {
      id
      name
      description
      relevanceCut
      maxTokens
      windowAggregate
      windowOverlap
      autoMapImports
      version
      archivedAt
      viewerPermissions
      team {
        id
        name
      }
      progress {
        documents
      }
      newerModel {
        name
      }
      scoringRun {
        id
        status
        total
        scored
        maxTokens
        windowAggregate
        windowOverlap
        model {
          name
          repository
          revision
          contentHash
          precision
          isStandIn
          maxTokens
        }
      }
    }
  }
`);
