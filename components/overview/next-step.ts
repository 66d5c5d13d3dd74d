import type { OverviewQuery } from '@/graphql/generated/operations/graphql';

type Project = NonNullable<OverviewQuery['project']>;

export interface NextStep {
  readonly title: string;
  readonly why: string;
  readonly label: string;
  readonly path: string;
}

/** The one thing to do next, in the order of the work; null when everything is in place. */
export function nextStep(project: Project): NextStep | null {
  const [sample] = project.samples.nodes;
  if (project.progress.documents === 0) {
    return {
      title: 'Bring in documents',
      why: 'Drop files from a database search or a corpus: they are read, scored and ranked while you watch.',
      label: 'Add documents',
      path: '/collections',
    };
  }
  if (!sample) {
    return {
      title: 'Draw a validation sample',
      why: 'A random sample, rated without seeing the scores, is what a threshold can be defended with.',
      label: 'Draw a sample',
      path: '/validation',
    };
  }
  const drawn = sample.size - sample.goneCount;
  if (sample.answeredCount < drawn) {
    return {
      title: 'Rate the sample',
      why: `${sample.answeredCount} of ${drawn} documents have an answer. Each one narrows the intervals.`,
      label: 'Go on rating',
      path: '/validation',
    };
  }
  if (!project.activeCalibration) {
    return {
      title: 'Choose a threshold',
      why: 'The sample is rated: see what each threshold finds, what it misses and how much there is to read.',
      label: 'Open threshold',
      path: '/threshold',
    };
  }
  if (project.activeCalibration.staleReason) {
    return {
      title: 'Look at the threshold again',
      why: project.activeCalibration.staleReason,
      label: 'Open threshold',
      path: '/threshold',
    };
  }
  return null;
}
