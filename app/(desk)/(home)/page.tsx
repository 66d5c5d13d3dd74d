import { FolderPlus } from 'lucide-react';
import type { Metadata } from 'next';
import { read } from '@/app/desk';
import { HomeQuery } from '@/components/projects/home-query';
import { ProjectList } from '@/components/projects/project-list';
import { SampleProjectButton } from '@/components/projects/sample-project-button';
import { Page, Section } from '@/components/shell/page';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/page-states';
import type { HomeQuery as HomeResult } from '@/graphql/generated/operations/graphql';

export const metadata: Metadata = { title: 'Projects' };

export default async function HomePage() {
  const { teams } = await read(HomeQuery);
  return (
    <Page title="Projects">
      {teams.nodes.length === 0 ? (
        <EmptyState title="You are in no team">
          Projects belong to teams. Ask an owner or admin of your team for a new invitation.
        </EmptyState>
      ) : (
        teams.nodes.map((team) => <TeamSection key={team.id} team={team} />)
      )}
    </Page>
  );
}

function TeamSection({ team }: Readonly<{ team: HomeResult['teams']['nodes'][number] }>) {
  const mayCreate = team.viewerPermissions.includes('project:create');
  const isEmpty = team.projects.nodes.length === 0;
  const members = team.members.totalCount;
  return (
    <Section
      title={team.name}
      hint={`${members} ${members === 1 ? 'member' : 'members'}, you are ${team.viewerRole.toLowerCase()}`}
      actions={
        <>
          <ButtonLink variant="quiet" href={`/teams/${team.id}`}>
            Members
          </ButtonLink>
          {mayCreate && !isEmpty ? <SampleProjectButton teamId={team.id} /> : null}
          {mayCreate && !isEmpty ? (
            <ButtonLink variant="primary" href={`/teams/${team.id}/new-project`}>
              New project
            </ButtonLink>
          ) : null}
        </>
      }
    >
      {isEmpty ? (
        <EmptyState
          level={3}
          icon={<FolderPlus aria-hidden />}
          title="Projects of this team"
          action={
            mayCreate ? (
              <div className="flex flex-wrap gap-2">
                <ButtonLink variant="primary" href={`/teams/${team.id}/new-project`}>
                  New project
                </ButtonLink>
                <SampleProjectButton teamId={team.id} />
              </div>
            ) : null
          }
        >
          {mayCreate
            ? 'A project asks one question of your documents: they are scored, ranked, reviewed, and cut at a threshold you can defend.'
            : 'There are none yet. Owners and admins of the team make them.'}
        </EmptyState>
      ) : (
        <ProjectList projects={team.projects.nodes} />
      )}
    </Section>
  );
}
