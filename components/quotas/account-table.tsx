import { QuotaDialog } from '@/components/teams/quota-dialog';
import { UseLine } from '@/components/teams/team-usage-list';
import { type Column, DataTable } from '@/components/ui/data-table';
import { formatBytes, formatCount } from '@/components/ui/format-number';
import type { TeamAccountsQuery } from '@/graphql/generated/operations/graphql';

type Account = TeamAccountsQuery['installation']['teamAccounts']['nodes'][number];
type AccountTableProps = Readonly<{ accounts: readonly Account[]; onChanged: () => void }>;

/** One line a team: what it uses of what it may. */
export function AccountTable({ accounts, onChanged }: AccountTableProps) {
  const limits: Column<Account> = {
    key: 'limits',
    header: 'Limits',
    hideHeader: true,
    align: 'end',
    cell: ({ teamId, name, usage }) => (
      <QuotaDialog teamId={teamId} usage={usage} teamName={name} onSaved={onChanged} />
    ),
  };
  return <DataTable caption="Teams" columns={[...COLUMNS, limits]} rows={accounts} rowKey={({ teamId }) => teamId} />;
}

const COLUMNS: readonly Column<Account>[] = [
  {
    key: 'name',
    header: 'Team',
    isRowHeader: true,
    cell: ({ name, memberCount, projectCount, usage }) => (
      <span className="flex min-w-28 max-w-96 flex-col py-1">
        <bdi className="font-semibold [overflow-wrap:anywhere]">{name}</bdi>
        <span className="text-ink-muted text-sm tabular-nums">
          {count(memberCount, 'member', 'members')}, {count(projectCount, 'project', 'projects')}
          <span className="block md:hidden">{formatBytes(usage.storedBytes.used)} stored</span>
        </span>
      </span>
    ),
  },
  {
    key: 'documents',
    header: 'Documents',
    width: '9rem',
    cell: ({ usage }) => <UseLine use={usage.documents} say={formatCount} />,
  },
  {
    key: 'stored',
    header: 'Stored files',
    width: '9rem',
    wideOnly: true,
    cell: ({ usage }) => <UseLine use={usage.storedBytes} say={formatBytes} />,
  },
  {
    key: 'at-once',
    header: 'Under way',
    width: '7rem',
    wideOnly: true,
    cell: ({ usage }) => <UseLine use={usage.filesAtOnce} say={formatCount} />,
  },
  {
    key: 'file',
    header: 'Largest file',
    width: '7rem',
    align: 'end',
    wideOnly: true,
    cell: ({ usage }) => formatBytes(usage.fileBytesLimit),
  },
];

function count(number: number, one: string, many: string): string {
  return `${formatCount(number)} ${number === 1 ? one : many}`;
}
