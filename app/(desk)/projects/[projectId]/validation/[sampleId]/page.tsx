import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { RatingDesk } from '@/components/validation/rating-desk';
import { RatingQuery } from '@/components/validation/rating-query';

export const metadata: Metadata = { title: 'Rating' };

type RatingPageProps = Readonly<{ params: Promise<{ projectId: string; sampleId: string }> }>;

export default async function RatingPage({ params }: RatingPageProps) {
  const { projectId, sampleId } = await params;
  const { project, node: sample } = await read(RatingQuery, { projectId, sampleId });
  if (!project || sample?.__typename !== 'Sample') notFound();
  return <RatingDesk key={sample.id} project={project} sample={sample} />;
}
