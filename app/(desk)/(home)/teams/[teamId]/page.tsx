import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { Page, Section } from '@/components/shell/page';
import { ColumnMappingTable } from '@/components/teams/column-mapping-table';
import { InvitationTable } from '@/components/teams/invitation-table';
import { InviteDialog } from '@/components/teams/invite-dialog';
import { MemberTable } from '@/components/teams/member-table';
import { QuotaDialog } from '@/components/teams/quota-dialog';
import { InvitationsQuery, TeamQuery } from '@/components/teams/team-query';
import { TeamUsageList } from '@/components/teams/team-usage-list';

export const metadata: Metadata = { title: 'Team' };

type TeamPageProps = Readonly<{ params: Promise<{ teamId: string }> }>;

export default async function TeamPage({ params }: TeamPageProps) {
  const { teamId } = await params;
  const { node: team, viewer, installation } = await read(TeamQuery, { id: teamId });
  if (!viewer || team?.__typename !== 'Team') notFound();
  const may = (permission: string) => team.viewerPermissions.includes(permission);
  const open = may('member:invite') ? await openInvitations(team.id) : [];
  return (
    <Page
      title={team.name}
      summary={`You are ${team.viewerRole.toLowerCase()}`}
      measure="text"
      actions={
        may('member:invite') ? (
          <InviteDialog
            teamId={team.id}
            mailsInvitations={installation.mailsInvitations}
            mayMakeOwners={may('owner:change')}
          />
        ) : null
      }
    >
      <Section title="Members">
        <MemberTable team={team} viewerId={viewer.id} />
      </Section>
      <Section
        title="What the team uses"
        actions={installation.viewerIsOperator ? <QuotaDialog teamId={team.id} usage={team.usage} /> : null}
      >
        <TeamUsageList usage={team.usage} />
      </Section>
      {open.length > 0 ? (
        <Section title="Open invitations">
          <InvitationTable invitations={open} />
        </Section>
      ) : null}
      {team.columnMappings.totalCount > 0 ? (
        <Section
          title="Columns the team has matched"
          hint="A file with the same columns is imported as it was matched last, without asking."
        >
          <ColumnMappingTable mappings={team.columnMappings.nodes} mayForget={may('import:control')} />
        </Section>
      ) : null}
    </Page>
  );
}

async function openInvitations(id: string) {
  const { node: team } = await read(InvitationsQuery, { id });
  return team?.__typename === 'Team' ? team.invitations.nodes.filter(({ status }) => status === 'OPEN') : [];
}
