import { Dices } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { Page, Section } from '@/components/shell/page';
import { ButtonLink } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { EmptyState, Notice } from '@/components/ui/page-states';
import { DrawSampleForm } from '@/components/validation/draw-sample-form';
import { SampleTable } from '@/components/validation/sample-table';
import { ValidationQuery } from '@/components/validation/validation-query';
import type { ValidationQuery as ValidationResult } from '@/graphql/generated/operations/graphql';

export const metadata: Metadata = { title: 'Validation' };

/** With more samples than this the form below them is out of sight. */
const SHORT_LIST = 4;

type ValidationPageProps = Readonly<{
  params: Promise<{ projectId: string }>;
  searchParams: Promise<Readonly<Record<'after' | 'archived', string | string[] | undefined>>>;
}>;

type Project = NonNullable<ValidationResult['project']>;

export default async function ValidationPage({ params, searchParams }: ValidationPageProps) {
  const [{ projectId }, { after: asked, archived }] = await Promise.all([params, searchParams]);
  const after = typeof asked === 'string' ? asked : null;
  const isArchived = archived === '1';
  const { project } = await read(ValidationQuery, { id: projectId, after, isArchived });
  if (!project) notFound();
  const { scored, pending } = project.progress;
  const mayDraw = project.viewerPermissions.includes('sample:draw') && scored > 0 && !isArchived;
  const isLong = project.samples.nodes.length > SHORT_LIST;
  return (
    <Page
      title={isArchived ? 'Archived samples' : 'Validation'}
      summary={
        isArchived
          ? 'Put away: rated no more, with all that was said in them.'
          : 'Random samples, rated without seeing scores. Only these ratings carry intervals and certificates.'
      }
      actions={mayDraw && isLong ? <ButtonLink href="#draw">Draw a sample</ButtonLink> : undefined}
    >
      <Samples project={project} isFirst={after === null} isArchived={isArchived} />
      {isArchived || project.viewerPermissions.includes('sample:draw') ? null : (
        <Notice className="max-w-prose">{mayNotWords(project.viewerPermissions.includes('sample:rate'))}</Notice>
      )}
      {mayDraw ? (
        <div id="draw" className="scroll-mt-4">
          <Section title="Draw a sample">
            <DrawSampleForm
              projectId={project.id}
              scored={scored}
              pending={pending}
              threshold={project.activeCalibration?.threshold ?? null}
            />
          </Section>
        </div>
      ) : null}
    </Page>
  );
}

type SamplesProps = Readonly<{ project: Project; isFirst: boolean; isArchived: boolean }>;

function Samples({ project, isFirst, isArchived }: SamplesProps) {
  if (project.samples.nodes.length === 0) return <NoSamples project={project} isArchived={isArchived} />;
  const { endCursor, hasNextPage } = project.samples.pageInfo;
  const shelf: Record<string, string> = isArchived ? { archived: '1' } : {};
  return (
    <Section title={isArchived ? 'Archived' : 'Samples'}>
      <SampleTable project={project} />
      <div className="mt-3 flex flex-wrap gap-2">
        {isFirst ? null : (
          <ListLink project={project} query={shelf}>
            Newest samples
          </ListLink>
        )}
        {hasNextPage ? (
          <ListLink project={project} query={{ ...shelf, after: endCursor ?? '' }}>
            Older samples
          </ListLink>
        ) : null}
        <OtherShelf project={project} isArchived={isArchived} />
      </div>
    </Section>
  );
}

function NoSamples({ project, isArchived }: Pick<SamplesProps, 'project' | 'isArchived'>) {
  return (
    <EmptyState
      icon={<Dices aria-hidden />}
      title={isArchived ? 'No sample is archived' : 'Samples of this project'}
      className="mx-0 px-0 py-6"
      action={<OtherShelf project={project} isArchived={isArchived} />}
    >
      {emptyWords(project, isArchived)}
    </EmptyState>
  );
}

function emptyWords({ progress }: Project, isArchived: boolean): string {
  if (isArchived) return 'A sample that is not to be used any more is put away under its details, and kept here.';
  return progress.scored === 0
    ? 'A sample is drawn from scored documents, and none is scored yet.'
    : 'Overrides are given where people happen to look, which is the top. A random sample says what the rest holds.';
}

function OtherShelf({ project, isArchived }: Pick<SamplesProps, 'project' | 'isArchived'>) {
  if (isArchived) return <ListLink project={project}>Samples in use</ListLink>;
  const { totalCount } = project.archived;
  if (totalCount === 0) return null;
  return (
    <ListLink project={project} query={{ archived: '1' }}>{`Archived samples (${formatCount(totalCount)})`}</ListLink>
  );
}

type ListLinkProps = Readonly<{ project: Project; query?: Record<string, string>; children: string }>;

function ListLink({ project, query, children }: ListLinkProps) {
  return (
    <ButtonLink variant="quiet" size="small" href={{ pathname: `/projects/${project.id}/validation`, query }}>
      {children}
    </ButtonLink>
  );
}

function mayNotWords(mayRate: boolean): string {
  const allowed = mayRate ? 'rating, and not drawing samples' : 'looking, and neither drawing samples nor rating them';
  return `Your role in this team allows ${allowed}. An owner or admin can change it.`;
}
