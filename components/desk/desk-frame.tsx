'use client';

import { signOut } from 'next-auth/react';
import type { ReactNode } from 'react';
import { DataProvider } from '@/components/data/data-provider';
import { AppShell } from '@/components/shell/app-shell';
import { projectNavigation } from '@/components/shell/navigation';
import type { DeskQuery } from '@/graphql/generated/operations/graphql';

type DeskFrameProps = Readonly<{
  desk: Pick<DeskQuery, 'teams' | 'installation'> & { viewer: NonNullable<DeskQuery['viewer']> };
  teamId?: string;
  projectId?: string;
  notice?: ReactNode;
  children: ReactNode;
}>;

const USER_LINKS = [
  { label: 'Account', href: '/account' },
  { label: 'API tokens', href: '/account/tokens' },
];
const OPERATOR_LINKS = [
  ...USER_LINKS,
  { label: 'Models', href: '/models' },
  { label: 'Teams and limits', href: '/quotas' },
];

/** The shell filled with the viewer's teams and projects. */
export function DeskFrame({ desk, teamId, projectId, notice, children }: DeskFrameProps) {
  return (
    <DataProvider>
      <AppShell
        teams={desk.teams.nodes.map(toShellTeam)}
        user={desk.viewer}
        userLinks={desk.installation.viewerIsOperator ? OPERATOR_LINKS : USER_LINKS}
        onSignOut={() => signOut({ callbackUrl: '/sign-in' }).then(() => undefined)}
        {...(teamId ? { currentTeamId: teamId } : {})}
        {...(projectId ? { currentProjectId: projectId, navigation: projectNavigation(`/projects/${projectId}`) } : {})}
        {...(notice ? { notice } : {})}
      >
        {children}
      </AppShell>
    </DataProvider>
  );
}

function toShellTeam(team: DeskQuery['teams']['nodes'][number]) {
  const mayCreate = team.viewerPermissions.includes('project:create');
  return {
    id: team.id,
    name: team.name,
    href: `/teams/${team.id}`,
    projects: team.projects.nodes.map(({ id, name }) => ({ id, name, href: `/projects/${id}` })),
    ...(mayCreate ? { newProjectHref: `/teams/${team.id}/new-project` } : {}),
  };
}
