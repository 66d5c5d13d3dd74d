import { DescriptionList } from '@/components/ui/description-list';
import { formatBytes, formatCount } from '@/components/ui/format-number';
import type { TeamUsageFragment } from '@/graphql/generated/operations/graphql';

type Use = TeamUsageFragment['documents'];

/** What the team uses of what it may use; without a limit only what it uses. */
export function TeamUsageList({ usage }: Readonly<{ usage: TeamUsageFragment }>) {
  return (
    <DescriptionList
      className="tabular-nums"
      items={[
        { term: 'Documents', detail: <UseLine use={usage.documents} say={formatCount} /> },
        { term: 'Stored files', detail: <UseLine use={usage.storedBytes} say={formatBytes} /> },
        { term: 'Files under way', detail: <UseLine use={usage.filesAtOnce} say={formatCount} /> },
        { term: 'Largest file', detail: formatBytes(usage.fileBytesLimit) },
      ]}
    />
  );
}

/** An amount, and beside a limit how much of it that is. */
export function UseLine({ use, say }: Readonly<{ use: Use; say: (amount: number) => string }>) {
  const { used, limit } = use;
  if (limit === null) return <>{say(used)}</>;
  const share = Math.min(1, used / limit);
  return (
    <span className="flex max-w-xs flex-col gap-1">
      <span className={share >= 1 ? 'font-semibold text-wrong' : undefined}>
        {say(used)} of {say(limit)}
        {share >= 1 ? ', no room left' : ''}
      </span>
      <span aria-hidden className="block h-1 overflow-hidden rounded-full bg-line">
        <span
          className={`block h-full rounded-full ${share >= 1 ? 'bg-wrong' : 'bg-accent'}`}
          style={{ width: `${share * 100}%` }}
        />
      </span>
    </span>
  );
}
