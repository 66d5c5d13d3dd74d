import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { SecondLookDesk } from '@/components/reliability/second-look-desk';
import { SecondLookQuery } from '@/components/reliability/second-look-query';
import { StartSecondLookButton } from '@/components/reliability/start-second-look';
import { Page } from '@/components/shell/page';
import { ButtonLink } from '@/components/ui/button';
import { EmptyState, Notice } from '@/components/ui/page-states';

export const metadata: Metadata = { title: 'Second look' };

const NO_ROLE = 'Your role in this team allows looking, and not rating. An owner or admin can change it.';
const ARCHIVED =
  'This sample is archived: what was looked at again is kept, and nothing more until it is brought back.';

type SecondLookPageProps = Readonly<{ params: Promise<{ projectId: string; sampleId: string }> }>;

export default async function SecondLookPage({ params }: SecondLookPageProps) {
  const { projectId, sampleId } = await params;
  const { project, node: sample } = await read(SecondLookQuery, { projectId, sampleId });
  if (!project || sample?.__typename !== 'Sample') notFound();
  const back = `/projects/${project.id}/threshold/reliability?sample=${sample.id}`;
  const href = `/projects/${project.id}/validation/${sample.id}/second-look`;
  const refusal = project.viewerPermissions.includes('sample:rate') ? (sample.archivedAt ? ARCHIVED : null) : NO_ROLE;
  if (refusal) {
    return (
      <Page title="A second look, without scores" measure="text">
        <Notice action={<ButtonLink href={back}>Back to reliability</ButtonLink>}>{refusal}</Notice>
      </Page>
    );
  }
  const { secondLook } = sample;
  if (secondLook) {
    return (
      <SecondLookDesk key={secondLook.id} look={secondLook} question={project.description} reliabilityHref={back} />
    );
  }
  const isEmpty = sample.labelErrors.nextSize === 0;
  return (
    <Page title="A second look, without scores" measure="text">
      <EmptyState
        title={isEmpty ? 'There is nothing to look at again' : 'Rated documents, once more'}
        className="mx-0 px-0 py-6"
        action={
          isEmpty ? (
            <ButtonLink href={back}>Back to reliability</ButtonLink>
          ) : (
            <StartSecondLookButton sampleId={sample.id} href={href} />
          )
        }
      >
        {isEmpty
          ? 'No label that you have not looked at again lies a step or more from its score, with another to mix it with.'
          : 'Labels far from their scores are mixed with as many others, so that being shown says nothing. Your answers change no label.'}
      </EmptyState>
    </Page>
  );
}
