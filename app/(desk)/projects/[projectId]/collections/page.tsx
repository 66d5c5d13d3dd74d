import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CollectionsBoard } from '@/components/collections/collections-board';
import { CollectionsQuery } from '@/components/collections/collections-query';
import { execute } from '@/graphql/execute';

export const metadata: Metadata = { title: 'Collections' };

type CollectionsPageProps = Readonly<{ params: Promise<{ projectId: string }> }>;

export default async function CollectionsPage({ params }: CollectionsPageProps) {
  const { projectId } = await params;
  const { project } = await execute(CollectionsQuery, { id: projectId });
  if (!project) notFound();
  return <CollectionsBoard initial={project} />;
}
