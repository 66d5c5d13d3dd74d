import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { readDesk } from '@/app/desk';
import { DeskFrame } from '@/components/desk/desk-frame';

type ProjectLayoutProps = Readonly<{ params: Promise<{ projectId: string }>; children: ReactNode }>;

export default async function ProjectLayout({ params, children }: ProjectLayoutProps) {
  const { projectId } = await params;
  const desk = await readDesk();
  const isTheirs = desk.teams.nodes.some((team) => team.projects.nodes.some((project) => project.id === projectId));
  if (!isTheirs) notFound();
  return (
    <DeskFrame desk={desk} projectId={projectId}>
      {children}
    </DeskFrame>
  );
}
