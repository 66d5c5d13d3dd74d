import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { formatCount } from '@/components/ui/format-number';
import type { HomeQuery } from '@/graphql/generated/operations/graphql';

export type ProjectOnHome = HomeQuery['teams']['nodes'][number]['projects']['nodes'][number];

/** A team's projects: name and question, and how far each is. */
export function ProjectList({ projects }: Readonly<{ projects: readonly ProjectOnHome[] }>) {
  return (
    <ul className="border-line border-t">
      {projects.map((project) => (
        <li key={project.id}>
          <Link
            href={`/projects/${project.id}`}
            className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-line border-b px-2 py-3 hover:bg-hover"
          >
            <span className="min-w-0 flex-1 basis-64">
              <span className="flex items-center gap-2">
                <bdi className="truncate font-semibold">{project.name}</bdi>
                {project.isSample ? <Badge>sample</Badge> : null}
              </span>
              {project.description ? (
                <span className="line-clamp-2 max-w-prose text-ink-muted">{project.description}</span>
              ) : null}
            </span>
            <span className="text-ink-muted text-sm tabular-nums">{progressOf(project)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** "2,020 documents, all scored, 14 overridden" */
function progressOf({ progress }: ProjectOnHome): string {
  if (progress.documents === 0) return 'No documents yet';
  const documents = formatCount(progress.documents - progress.duplicates);
  const state =
    progress.pending > 0
      ? `${formatCount(progress.scored)} of ${documents} scored`
      : `${documents} documents, ${progress.failed > 0 ? `${formatCount(progress.failed)} could not be scored` : 'all scored'}`;
  return progress.overridden > 0 ? `${state}, ${formatCount(progress.overridden)} overridden` : state;
}
