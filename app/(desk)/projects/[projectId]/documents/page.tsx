import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { filterKey, readFilters, toDocumentFilter } from '@/components/documents/document-filters';
import { NO_PAGE, PAGE_SIZE } from '@/components/documents/read-documents';
import { ReviewDesk } from '@/components/documents/review-desk';
import { RankedPageQuery, ReviewProjectQuery } from '@/components/documents/review-query';

export const metadata: Metadata = { title: 'Documents' };

type DocumentsPageProps = Readonly<{
  params: Promise<{ projectId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}>;

export default async function DocumentsPage({ params, searchParams }: DocumentsPageProps) {
  const { projectId } = await params;
  const filters = readFilters(toParameters(await searchParams));
  const pageVariables = { id: projectId, filter: toDocumentFilter(filters), first: PAGE_SIZE, isFirst: true };
  const [{ project }, ranked] = await Promise.all([
    read(ReviewProjectQuery, { id: projectId }),
    read(RankedPageQuery, pageVariables),
  ]);
  if (!project) notFound();
  return (
    <ReviewDesk
      project={project}
      page={ranked.project?.documents ?? NO_PAGE}
      filterKey={filterKey(filters)}
      readAt={Date.now()}
    />
  );
}

function toParameters(given: Record<string, string | string[] | undefined>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one])),
  );
}
