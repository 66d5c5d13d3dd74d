import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Overview } from '@/components/overview/overview';
import { OverviewQuery } from '@/components/overview/overview-query';
import { execute } from '@/graphql/execute';

export const metadata: Metadata = { title: 'Overview' };

type OverviewPageProps = Readonly<{ params: Promise<{ projectId: string }> }>;

export default async function OverviewPage({ params }: OverviewPageProps) {
  const { projectId } = await params;
  const { project } = await execute(OverviewQuery, { id: projectId });
  if (!project) notFound();
  return <Overview initial={project} />;
}
