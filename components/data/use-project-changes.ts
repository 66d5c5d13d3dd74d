'use client';

import { createClient } from 'graphql-sse';
import { useEffect, useEffectEvent, useState } from 'react';
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
 * Calls back whenever something of the project has changed on the server, and says whether the line is open.
 * A cut line is taken up again by itself; what was missed meanwhile is told by one callback with null.
 */
export function useProjectChanges(projectId: string, onChange: (change: ProjectChange | null) => void): boolean {
  const tell = useEffectEvent(onChange);
  const [isOpen, setIsOpen] = useState(false);
  useEffect(() => {
    const client = createClient({
      url: '/api/graphql',
      retryAttempts: Number.POSITIVE_INFINITY,
      retry: async (retries) => wait(Math.min(1000 * 2 ** retries, 30_000)),
    });
    let wasOpen = false;
    const close = client.subscribe<ProjectChangesSubscription>(
      { query: ProjectChanges.toString(), variables: { projectId } },
      {
        next: ({ data }) => data && tell(data.projectChanged),
        error: () => setIsOpen(false),
        complete: () => setIsOpen(false),
      },
      {
        connected: () => {
          setIsOpen(true);
          if (wasOpen) tell(null);
          wasOpen = true;
        },
      },
    );
    return () => {
      close();
      client.dispose();
    };
  }, [projectId]);
  return isOpen;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
