import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { Monitor } from '@/components/monitor/monitor';
import { MonitorQuery } from '@/components/monitor/monitor-query';

export const metadata: Metadata = { title: 'Monitor' };

type MonitorPageProps = Readonly<{ params: Promise<{ projectId: string }> }>;

export default async function MonitorPage({ params }: MonitorPageProps) {
  const { projectId } = await params;
  const { project } = await read(MonitorQuery, { id: projectId });
  if (!project) notFound();
  return <Monitor initial={project} />;
}
