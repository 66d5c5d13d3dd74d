'use client';

import { useRouter } from 'next/navigation';
import { CHOICE_WORDS } from '@/components/collections/mapping-choices';
import { useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { type Column, DataTable } from '@/components/ui/data-table';
import { formatCount } from '@/components/ui/format-number';
import { showFailure, showToast } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type { ForgetColumnMappingMutation, TeamPageQuery } from '@/graphql/generated/operations/graphql';

const ForgetColumnMapping = graphql(`
  mutation ForgetColumnMapping($input: ForgetColumnMappingInput!) {
    forgetColumnMapping(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pick = (result: ForgetColumnMappingMutation) => result.forgetColumnMapping;

type Team = Extract<NonNullable<TeamPageQuery['node']>, { __typename: 'Team' }>;
type Mapping = Team['columnMappings']['nodes'][number];

/** What is used without asking, and a way to be asked again. */
export function ColumnMappingTable({
  mappings,
  mayForget,
}: Readonly<{ mappings: readonly Mapping[]; mayForget: boolean }>) {
  const columns: Column<Mapping>[] = [
    { key: 'columns', header: 'Columns', isRowHeader: true, cell: (mapping) => <Names mapping={mapping} /> },
    { key: 'roles', header: 'Become', wideOnly: true, cell: (mapping) => <Roles mapping={mapping} /> },
    {
      key: 'by',
      header: 'Matched',
      width: '8rem',
      cell: ({ confirmedAt, confirmedBy }) => (
        <>
          <time dateTime={confirmedAt}>{confirmedAt.slice(0, 10)}</time>
          {confirmedBy ? <bdi className="block text-ink-muted text-sm">{confirmedBy.name}</bdi> : null}
        </>
      ),
    },
    ...(mayForget
      ? [
          {
            key: 'forget',
            header: 'Forget',
            hideHeader: true,
            align: 'end' as const,
            cell: ({ id }: Mapping) => <ForgetButton columnMappingId={id} />,
          },
        ]
      : []),
  ];
  return <DataTable caption="Columns the team has matched" columns={columns} rows={mappings} rowKey={({ id }) => id} />;
}

const SHOWN = 5;

function Names({ mapping: { columnNames, columnCount } }: Readonly<{ mapping: Mapping }>) {
  const more = columnCount - Math.min(SHOWN, columnNames.length);
  return (
    <span dir="auto" className="line-clamp-2 [overflow-wrap:anywhere]">
      {columnNames.slice(0, SHOWN).join(', ')}
      {more > 0 ? <span className="text-ink-muted"> and {formatCount(more)} more</span> : null}
    </span>
  );
}

function Roles({ mapping: { columns, label } }: Readonly<{ mapping: Mapping }>) {
  const parts = [
    ...columns.map(({ name, role }) => `${CHOICE_WORDS[role]}: ${name}`),
    ...(label ? [`${CHOICE_WORDS.LABEL}: ${label.column}`] : []),
  ];
  return <bdi className="line-clamp-2 text-ink-muted text-sm [overflow-wrap:anywhere]">{parts.join(', ')}</bdi>;
}

function ForgetButton({ columnMappingId }: Readonly<{ columnMappingId: string }>) {
  const router = useRouter();
  const { run, isRunning } = useOperation(ForgetColumnMapping, pick);
  const forget = async () => {
    if (await run({ input: { columnMappingId } }))
      showToast({ message: 'The next file with these columns is asked about' });
    else showFailure({ message: 'It was not forgotten', detail: 'Somebody may have done so meanwhile.' });
    router.refresh();
  };
  return (
    <Button variant="quiet" size="small" loading={isRunning} onClick={forget}>
      Forget
    </Button>
  );
}
