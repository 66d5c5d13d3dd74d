import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { RatingDesk } from '@/components/validation/rating-desk';
import { RatingQuery } from '@/components/validation/validation-query';
import { execute } from '@/graphql/execute';

export const metadata: Metadata = { title: 'Rating' };

type RatingPageProps = Readonly<{ params: Promise<{ projectId: string; sampleId: string }> }>;

export default async function RatingPage({ params }: RatingPageProps) {
  const { projectId, sampleId } = await params;
  const { project, node: sample } = await execute(RatingQuery, { projectId, sampleId });
  if (!project || sample?.__typename !== 'Sample') notFound();
  return <RatingDesk key={sample.id} project={project} sample={sample} />;
}
