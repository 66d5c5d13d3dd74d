import DataLoader from 'dataloader';
import { SlowCount } from '@/graphql/projects/slow-count';
import { getDatabase } from '@/prisma/client';
import { findRankingBases, type RankingBasis } from '@/prisma/queries/calibrations';
import { countProject, type ProjectCounts } from '@/prisma/queries/projects';

interface CountsKey {
  readonly projectId: string;
  /** Of the active calibration, null without one. */
  readonly threshold: number | null;
}

const counted = new SlowCount<ProjectCounts>();

function nameOf({ projectId, threshold }: CountsKey): string {
  return `${projectId}:${threshold}`;
}

/** What several fields or rows of one answer ask about a project. */
export function createProjectLoaders() {
  return {
    /** A statement a project on purpose: each scans one partition, and one with several projects could not. */
    projectCounts: new DataLoader<CountsKey, ProjectCounts, string>(
      (keys) =>
        Promise.all(
          keys.map((key) => counted.get(nameOf(key), () => countProject(getDatabase(), key.projectId, key.threshold))),
        ),
      { cacheKeyFn: nameOf },
    ),
    rankingBasis: new DataLoader<string, RankingBasis | null>(async (projectIds) => {
      const bases = await findRankingBases(getDatabase(), projectIds);
      return projectIds.map((id) => bases.get(id) ?? null);
    }),
  };
}
