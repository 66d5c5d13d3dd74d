import { Dices } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { Page, Section } from '@/components/shell/page';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState, Notice } from '@/components/ui/page-states';
import { DrawSampleForm } from '@/components/validation/draw-sample-form';
import { SampleTable } from '@/components/validation/sample-table';
import { ValidationQuery } from '@/components/validation/validation-query';

export const metadata: Metadata = { title: 'Validation' };

/** With more samples than this the form below them is out of sight. */
const SHORT_LIST = 4;

type ValidationPageProps = Readonly<{
  params: Promise<{ projectId: string }>;
  searchParams: Promise<{ after?: string | string[] }>;
}>;

export default async function ValidationPage({ params, searchParams }: ValidationPageProps) {
  const [{ projectId }, { after }] = await Promise.all([params, searchParams]);
  const { project } = await read(ValidationQuery, { id: projectId, after: typeof after === 'string' ? after : null });
  if (!project) notFound();
  const { scored, pending } = project.progress;
  const { nodes, pageInfo } = project.samples;
  const mayDraw = project.viewerPermissions.includes('sample:draw') && scored > 0;
  const base = `/projects/${project.id}/validation`;
  return (
    <Page
      title="Validation"
      summary="Random samples, rated without seeing scores. Only these ratings carry intervals and certificates."
      actions={mayDraw && nodes.length > SHORT_LIST ? <ButtonLink href="#draw">Draw a sample</ButtonLink> : undefined}
    >
      {nodes.length > 0 ? (
        <Section title="Samples">
          <SampleTable project={project} />
          <div className="mt-3 flex gap-2">
            {after ? (
              <ButtonLink variant="quiet" size="small" href={base}>
                Newest samples
              </ButtonLink>
            ) : null}
            {pageInfo.hasNextPage ? (
              <ButtonLink
                variant="quiet"
                size="small"
                href={`${base}?after=${encodeURIComponent(pageInfo.endCursor ?? '')}`}
              >
                Older samples
              </ButtonLink>
            ) : null}
          </div>
        </Section>
      ) : (
        <EmptyState icon={<Dices aria-hidden />} title="Samples of this project" className="mx-0 px-0 py-6">
          {scored === 0
            ? 'A sample is drawn from scored documents, and none is scored yet.'
            : 'Overrides are given where people happen to look, which is the top. A random sample says what the rest holds.'}
        </EmptyState>
      )}
      {project.viewerPermissions.includes('sample:draw') ? null : (
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

function mayNotWords(mayRate: boolean): string {
  const allowed = mayRate ? 'rating, and not drawing samples' : 'looking, and neither drawing samples nor rating them';
  return `Your role in this team allows ${allowed}. An owner or admin can change it.`;
}
