'use client';

import { useSubscription } from '@/components/data/use-subscription';
import { graphql } from '@/graphql/generated/operations';
import type { ProjectChangesSubscription } from '@/graphql/generated/operations/graphql';

const ProjectChanges = graphql(`
  subscription ProjectChanges($projectId: ID!) {
    projectChanged(projectId: $projectId) {
      topics
      project {
        id
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
      }
    }
  }
`);

export type ProjectChange = ProjectChangesSubscription['projectChanged'];

/**
 * Calls back whenever something of the project has changed on the server, and says whether the line is open; with null
 * for what was missed while it was cut.
 */
export function useProjectChanges(projectId: string, onChange: (change: ProjectChange | null) => void): boolean {
  return useSubscription(ProjectChanges, { projectId }, (data) => onChange(data?.projectChanged ?? null));
}
