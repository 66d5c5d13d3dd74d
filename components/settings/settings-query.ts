import { graphql } from '@/graphql/generated/operations';
import type { UpdateProjectMutation } from '@/graphql/generated/operations/graphql';

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

/** Every form of the page changes the project by this. */
export const UpdateProject = graphql(`
  mutation UpdateProject($input: UpdateProjectInput!) {
    updateProject(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);

export const pickUpdate = (result: UpdateProjectMutation) => result.updateProject;
