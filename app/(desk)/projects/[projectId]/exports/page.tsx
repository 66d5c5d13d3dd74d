import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { ExportsBoard } from '@/components/exports/exports-board';
import { ExportsQuery } from '@/components/exports/exports-query';

export const metadata: Metadata = { title: 'Exports' };

type ExportsPageProps = Readonly<{ params: Promise<{ projectId: string }> }>;

export default async function ExportsPage({ params }: ExportsPageProps) {
  const { projectId } = await params;
  const { project } = await read(ExportsQuery, { id: projectId });
  if (!project) notFound();
  return <ExportsBoard initial={project} />;
}
