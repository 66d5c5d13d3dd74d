import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { QuerySelects } from '@/components/reliability/query-selects';
import { RecallClaims } from '@/components/reliability/recall-claims';
import { RecallQuery } from '@/components/reliability/recall-query';
import { ScreeningCurve } from '@/components/reliability/screening-curve';
import { Page, Section } from '@/components/shell/page';
import { ButtonLink } from '@/components/ui/button';
import { formatCount } from '@/components/ui/format-number';
import { EmptyState } from '@/components/ui/page-states';

export const metadata: Metadata = { title: 'Recall so far' };

type RecallPageProps = Readonly<{
  params: Promise<{ projectId: string }>;
  searchParams: Promise<{ recall?: string | string[] }>;
}>;

const TARGETS = ['0.8', '0.9', '0.95', '0.99'] as const;

export default async function RecallPage({ params, searchParams }: RecallPageProps) {
  const [{ projectId }, asked] = await Promise.all([params, searchParams]);
  const target = TARGETS.find((each) => each === asked.recall) ?? '0.95';
  const { project } = await read(RecallQuery, { id: projectId, recall: Number(target) });
  if (!project) notFound();
  const { recallSoFar } = project;
  const { screened, documents, found } = recallSoFar;
  return (
    <Page
      title="Recall so far"
      summary="What the review has found, and what is known of the rest: each answer with what it is worth."
    >
      <QuerySelects
        choices={[
          {
            name: 'recall',
            label: 'Target recall',
            value: target,
            options: TARGETS.map((value) => ({ value, label: `${Number(value) * 100} %` })),
          },
        ]}
      />
      <Section title="May we stop?">
        <RecallClaims recall={recallSoFar} />
      </Section>
      <Section title="Screened in order">
        {screened === 0 ? (
          <EmptyState
            title="Nothing is screened yet"
            className="mx-0 px-0 py-4"
            action={<ButtonLink href={`/projects/${project.id}/documents`}>Read from the top</ButtonLink>}
          >
            A document counts as screened when someone has taken it in, left it out, or given it a score of their own.
          </EmptyState>
        ) : (
          <>
            <p className="mb-3 text-ink-muted">
              {`${formatCount(screened)} of ${formatCount(documents)} scored documents are screened, ${formatCount(found)} of them relevant.`}
            </p>
            <ScreeningCurve points={recallSoFar.curve} />
          </>
        )}
      </Section>
    </Page>
  );
}
