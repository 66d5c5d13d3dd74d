import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { CollectionsBoard } from '@/components/collections/collections-board';
import { CollectionsQuery } from '@/components/collections/collections-query';

export const metadata: Metadata = { title: 'Collections' };

type CollectionsPageProps = Readonly<{ params: Promise<{ projectId: string }> }>;

export default async function CollectionsPage({ params }: CollectionsPageProps) {
  const { projectId } = await params;
  const { project } = await read(CollectionsQuery, { id: projectId });
  if (!project) notFound();
  return <CollectionsBoard initial={project} />;
}
