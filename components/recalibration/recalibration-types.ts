import type {
  RecalibrationChoiceQuery as ChoiceResult,
  RecalibrationQuery as ProjectResult,
} from '@/graphql/generated/operations/graphql';

export type RecalibrationProject = NonNullable<ProjectResult['project']>;
export type RatedSample = RecalibrationProject['samples']['nodes'][number];

/** What one sample's ratings say of each kind. */
export type RecalibrationChoice = NonNullable<
  Extract<NonNullable<ChoiceResult['node']>, { __typename: 'Sample' }>['recalibrationChoice']
>;
export type Candidate = RecalibrationChoice['kinds'][number];
