'use client';

import { FileText, SearchX } from 'lucide-react';
import { RequestFault } from '@/components/data/request';
import { hasFilters, NO_FILTERS } from '@/components/documents/document-filters';
import type { ProjectView } from '@/components/documents/read-documents';
import type { DeskAddress } from '@/components/documents/use-desk-address';
import { Button, ButtonLink } from '@/components/ui/button';
import { EmptyState, ErrorState } from '@/components/ui/page-states';

export function NoDocuments({ project }: Readonly<{ project: ProjectView }>) {
  const mayUpload = project.viewerPermissions.includes('document:upload');
  return (
    <EmptyState
      icon={<FileText aria-hidden />}
      title="The ranked list"
      {...(mayUpload
        ? {
            action: (
              <ButtonLink variant="primary" href={`/projects/${project.id}/collections`}>
                Add documents
              </ButtonLink>
            ),
          }
        : {})}
    >
      Every document of the project, the most relevant first, to be read and scored by experts. It fills while documents
      are being scored.
    </EmptyState>
  );
}

type NothingMatchesProps = Readonly<{ address: DeskAddress; hasThreshold: boolean; onRefresh: () => void }>;

export function NothingMatches({ address, hasThreshold, onRefresh }: NothingMatchesProps) {
  const { filters, filter } = address;
  if (!hasFilters(filters)) {
    return (
      <EmptyState
        icon={<FileText aria-hidden />}
        title="Documents are on their way"
        action={<Button onClick={onRefresh}>Read again</Button>}
      >
        They are being brought in and appear here by themselves.
      </EmptyState>
    );
  }
  const asksThreshold = filters.isIncluded !== null && !hasThreshold;
  return (
    <EmptyState
      icon={<SearchX aria-hidden />}
      title="No document matches"
      action={
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => filter(NO_FILTERS)}>Clear search and filters</Button>
          <Button variant="quiet" onClick={onRefresh}>
            Read again
          </Button>
        </div>
      }
    >
      {asksThreshold
        ? 'No threshold is active, so no document is included or left out.'
        : filters.search
          ? 'No title and no text has these words under these filters. Put words that belong together in quotes, “or” between words that may stand for each other.'
          : 'Nothing in this project is left by these filters.'}
    </EmptyState>
  );
}

/** A field without an index is looked for 20,000 documents at a time, the most relevant first. */
export function NoneSoFar({ isReading, onGoOn }: Readonly<{ isReading: boolean; onGoOn: () => void }>) {
  return (
    <EmptyState
      icon={<SearchX aria-hidden />}
      title="None among the documents looked through"
      action={
        <Button loading={isReading} onClick={onGoOn}>
          Look through the next
        </Button>
      }
    >
      This filter has no index, so the list is looked through from its top, 20,000 documents at a time. Further down
      there may be some.
    </EmptyState>
  );
}

export function ListFailed({ error, onRetry }: Readonly<{ error: Error; onRetry: () => void }>) {
  const requestId = error instanceof RequestFault ? error.requestId : undefined;
  return (
    <ErrorState
      title="The ranked list could not be read"
      {...(requestId ? { requestId } : {})}
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      {error instanceof RequestFault ? error.message : 'Something unforeseen happened.'}
    </ErrorState>
  );
}
