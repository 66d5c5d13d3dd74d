'use client';

import { useRouter } from 'next/navigation';
import { useOperation } from '@/components/data/use-operation';
import { ROLE_OPTIONS, roleOptionsFor } from '@/components/teams/role-options';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { type Column, DataTable } from '@/components/ui/data-table';
import { Select } from '@/components/ui/select';
import { showFailure, showToast } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type {
  ChangeMemberRoleMutation,
  RemoveMemberMutation,
  Role,
  TeamPageQuery,
} from '@/graphql/generated/operations/graphql';

const ChangeMemberRole = graphql(`
  mutation ChangeMemberRole($input: ChangeMemberRoleInput!) {
    changeMemberRole(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const RemoveMember = graphql(`
  mutation RemoveMember($input: RemoveMemberInput!) {
    removeMember(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pickChange = (result: ChangeMemberRoleMutation) => result.changeMemberRole;
const pickRemove = (result: RemoveMemberMutation) => result.removeMember;

type Team = Extract<NonNullable<TeamPageQuery['node']>, { __typename: 'Team' }>;
type Member = Team['members']['nodes'][number];
type MemberTableProps = Readonly<{ team: Team; viewerId: string }>;

export function MemberTable({ team, viewerId }: MemberTableProps) {
  const mayChange = team.viewerPermissions.includes('member:change');
  const mayMakeOwners = team.viewerPermissions.includes('owner:change');
  const columns: Column<Member>[] = [
    { key: 'name', header: 'Name', isRowHeader: true, cell: ({ user }) => <bdi>{user.name}</bdi> },
    { key: 'email', header: 'E-mail', wideOnly: true, cell: ({ user }) => <bdi>{user.email}</bdi> },
    {
      key: 'role',
      header: 'Role',
      width: '9rem',
      cell: (member) =>
        mayChange && (mayMakeOwners || member.role !== 'OWNER') ? (
          <RoleSelect teamId={team.id} member={member} mayMakeOwners={mayMakeOwners} />
        ) : (
          labelOf(member.role)
        ),
    },
    {
      key: 'remove',
      header: 'Remove',
      hideHeader: true,
      align: 'end',
      cell: (member) => {
        const isSelf = member.user.id === viewerId;
        if (!isSelf && !(mayChange && (mayMakeOwners || member.role !== 'OWNER'))) return null;
        return <RemoveButton team={team} member={member} isSelf={isSelf} />;
      },
    },
  ];
  return (
    <DataTable
      caption={`Members of ${team.name}`}
      columns={columns}
      rows={team.members.nodes}
      rowKey={(m) => m.user.id}
    />
  );
}

function labelOf(role: Role): string {
  return ROLE_OPTIONS.find(({ value }) => value === role)?.label ?? role;
}

type RoleSelectProps = Readonly<{ teamId: string; member: Member; mayMakeOwners: boolean }>;

function RoleSelect({ teamId, member, mayMakeOwners }: RoleSelectProps) {
  const router = useRouter();
  const { run, isRunning } = useOperation(ChangeMemberRole, pickChange);
  const change = async (role: Role) => {
    if (await run({ input: { teamId, userId: member.user.id, role } })) {
      showToast({ message: `${member.user.name} is ${labelOf(role).toLowerCase()} now` });
    } else {
      showFailure({ message: 'The role was not changed', detail: 'A team keeps at least one owner.' });
    }
    router.refresh();
  };
  return (
    <Select
      aria-label={`Role of ${member.user.name}`}
      value={member.role}
      disabled={isRunning}
      options={roleOptionsFor(mayMakeOwners)}
      onChange={(event) => change(event.target.value as Role)}
    />
  );
}

function RemoveButton({ team, member, isSelf }: Readonly<{ team: Team; member: Member; isSelf: boolean }>) {
  const router = useRouter();
  const { run } = useOperation(RemoveMember, pickRemove);
  const remove = async () => {
    if (!(await run({ input: { teamId: team.id, userId: member.user.id } }))) {
      showFailure({ message: 'Nobody was removed', detail: 'A team keeps at least one owner.' });
      return;
    }
    if (isSelf) router.push('/');
    router.refresh();
  };
  return (
    <AlertDialog
      title={isSelf ? `Leave ${team.name}?` : `Remove ${member.user.name} from ${team.name}?`}
      description="Ratings and decisions stay on record under the same name. Coming back takes a new invitation."
      confirmLabel={isSelf ? 'Leave team' : 'Remove member'}
      onConfirm={remove}
      trigger={
        <Button variant="quiet" size="small" aria-label={isSelf ? undefined : `Remove ${member.user.name}`}>
          {isSelf ? 'Leave' : 'Remove'}
        </Button>
      }
    />
  );
}
