import Form from 'next/form';
import { compareVersions } from '@/components/threshold/compare-versions';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { DataTable } from '@/components/ui/data-table';
import { Field } from '@/components/ui/field';
import { formatCount, formatScore } from '@/components/ui/format-number';
import { Select } from '@/components/ui/select';
import type { SideChangeQuery, VersionFragment } from '@/graphql/generated/operations/graphql';

export type SideChange = Extract<NonNullable<SideChangeQuery['node']>, { __typename: 'Calibration' }>['changesSides'];

type VersionComparisonProps = Readonly<{
  projectId: string;
  versions: readonly VersionFragment[];
  left: VersionFragment;
  right: VersionFragment;
  change: SideChange;
}>;

/** Two versions side by side; what differs between them says so in words. */
export function VersionComparison({ projectId, versions, left, right, change }: VersionComparisonProps) {
  const rows = compareVersions(left, right);
  const options = versions.map(({ version, threshold }) => ({
    value: String(version),
    label: `Version ${version}, ${formatScore(threshold)}`,
  }));
  return (
    <>
      <Form
        action={`/projects/${projectId}/threshold/versions`}
        scroll={false}
        className="mb-4 flex flex-wrap items-end gap-3"
      >
        <Field label="From" className="min-w-44 flex-1 sm:max-w-56">
          <Select name="from" key={left.id} defaultValue={String(left.version)} options={options} />
        </Field>
        <Field label="To" className="min-w-44 flex-1 sm:max-w-56">
          <Select name="to" key={right.id} defaultValue={String(right.version)} options={options} />
        </Field>
        <Button type="submit">Compare</Button>
      </Form>
      <p className="mb-3 max-w-prose">{changeWords(change, left, right)}</p>
      <DataTable
        caption={`Version ${left.version} and version ${right.version}`}
        rows={rows}
        rowKey={({ label }) => label}
        columns={[
          {
            key: 'label',
            header: 'What',
            hideHeader: true,
            isRowHeader: true,
            cell: ({ label, differs }) => (
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="text-ink-muted">{label}</span>
                {differs ? <Badge tone="accent">differs</Badge> : null}
              </span>
            ),
          },
          { key: 'left', header: `Version ${left.version}`, width: '40%', cell: (row) => said(row.left, row.differs) },
          {
            key: 'right',
            header: `Version ${right.version}`,
            width: '40%',
            cell: (row) => said(row.right, row.differs),
          },
        ]}
      />
    </>
  );
}

function said(words: string, differs: boolean) {
  return <bdi className={differs ? 'wrap-anywhere font-semibold' : 'wrap-anywhere'}>{words}</bdi>;
}

function changeWords(change: SideChange, left: VersionFragment, right: VersionFragment): string {
  if (left.id === right.id) return 'Choose two different versions.';
  if (!change)
    return 'How many documents change sides cannot be said: the scores are recalibrated otherwise now than one of the two took them, and its threshold lies on another scale.';
  const { entering, leaving, documents } = change;
  const of = `of ${formatCount(documents)} documents as they are scored now`;
  if (entering + leaving === 0) return `From version ${left.version} to ${right.version} none ${of} change sides.`;
  return entering > 0
    ? `From version ${left.version} to ${right.version}, ${formatCount(entering)} ${of} come in, and none drops out.`
    : `From version ${left.version} to ${right.version}, ${formatCount(leaving)} ${of} drop out, and none comes in.`;
}
