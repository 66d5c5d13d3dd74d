import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { Page } from '@/components/shell/page';
import { ButtonLink } from '@/components/ui/button';
import { Notice } from '@/components/ui/page-states';
import { RatingDesk } from '@/components/validation/rating-desk';
import { RatingQuery } from '@/components/validation/rating-query';

export const metadata: Metadata = { title: 'Rating' };

type RatingPageProps = Readonly<{ params: Promise<{ projectId: string; sampleId: string }> }>;

export default async function RatingPage({ params }: RatingPageProps) {
  const { projectId, sampleId } = await params;
  const { project, node: sample } = await read(RatingQuery, { projectId, sampleId });
  if (!project || sample?.__typename !== 'Sample') notFound();
  if (!project.viewerPermissions.includes('sample:rate'))
    return <MayNotRate projectId={project.id}>{NO_ROLE}</MayNotRate>;
  if (sample.archivedAt) return <MayNotRate projectId={project.id}>{ARCHIVED}</MayNotRate>;
  return <RatingDesk key={sample.id} project={project} sample={sample} />;
}

const NO_ROLE = 'Your role in this team allows looking, and not rating. An owner or admin can change it.';
const ARCHIVED = 'This sample is archived: its answers are kept, and it is rated no more until it is brought back.';

function MayNotRate({ projectId, children }: Readonly<{ projectId: string; children: string }>) {
  return (
    <Page title="Rating without scores" measure="text">
      <Notice action={<ButtonLink href={`/projects/${projectId}/validation`}>Back to the samples</ButtonLink>}>
        {children}
      </Notice>
    </Page>
  );
}
