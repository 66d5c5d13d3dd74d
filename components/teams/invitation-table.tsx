'use client';

import { useRouter } from 'next/navigation';
import { useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { type Column, DataTable } from '@/components/ui/data-table';
import { showFailure, showToast } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type { RevokeInvitationMutation, TeamInvitationsQuery } from '@/graphql/generated/operations/graphql';

const RevokeInvitation = graphql(`
  mutation RevokeInvitation($input: RevokeInvitationInput!) {
    revokeInvitation(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: RevokeInvitationMutation) => result.revokeInvitation;

type Team = Extract<NonNullable<TeamInvitationsQuery['node']>, { __typename: 'Team' }>;
type Invitation = Team['invitations']['nodes'][number];

export function InvitationTable({ invitations }: Readonly<{ invitations: readonly Invitation[] }>) {
  const columns: Column<Invitation>[] = [
    { key: 'for', header: 'For', isRowHeader: true, cell: ({ email }) => <bdi>{email ?? 'whoever has the link'}</bdi> },
    { key: 'role', header: 'Role', cell: ({ role }) => role.toLowerCase() },
    { key: 'by', header: 'From', wideOnly: true, cell: ({ invitedBy }) => <bdi>{invitedBy.name}</bdi> },
    {
      key: 'until',
      header: 'Until',
      cell: ({ expiresAt }) => <time dateTime={expiresAt}>{expiresAt.slice(0, 10)}</time>,
    },
    {
      key: 'revoke',
      header: 'Revoke',
      hideHeader: true,
      align: 'end',
      cell: ({ id }) => <RevokeButton invitationId={id} />,
    },
  ];
  return <DataTable caption="Open invitations" columns={columns} rows={invitations} rowKey={({ id }) => id} />;
}

function RevokeButton({ invitationId }: Readonly<{ invitationId: string }>) {
  const router = useRouter();
  const { run, isRunning } = useOperation(RevokeInvitation, pick);
  const revoke = async () => {
    if (await run({ input: { invitationId } })) showToast({ message: 'Invitation taken back' });
    else showFailure({ message: 'The invitation was not taken back', detail: 'It may have been accepted meanwhile.' });
    router.refresh();
  };
  return (
    <Button variant="quiet" size="small" loading={isRunning} onClick={revoke}>
      Take back
    </Button>
  );
}
