import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readDesk } from '@/app/desk';
import { ProjectForm } from '@/components/projects/project-form';
import { Page } from '@/components/shell/page';

export const metadata: Metadata = { title: 'New project' };

type NewProjectPageProps = Readonly<{ params: Promise<{ teamId: string }> }>;

export default async function NewProjectPage({ params }: NewProjectPageProps) {
  const { teamId } = await params;
  const team = (await readDesk()).teams.nodes.find(({ id }) => id === teamId);
  if (!team?.viewerPermissions.includes('project:create')) notFound();
  return (
    <Page title="New project" summary={`In ${team.name}`} measure="text">
      <ProjectForm teamId={teamId} />
    </Page>
  );
}
