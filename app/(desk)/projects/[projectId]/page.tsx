import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { Overview } from '@/components/overview/overview';
import { OverviewQuery } from '@/components/overview/overview-query';

export const metadata: Metadata = { title: 'Overview' };

type OverviewPageProps = Readonly<{ params: Promise<{ projectId: string }> }>;

export default async function OverviewPage({ params }: OverviewPageProps) {
  const { projectId } = await params;
  const { project } = await read(OverviewQuery, { id: projectId });
  if (!project) notFound();
  return <Overview initial={project} />;
}
