import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { read } from '@/app/desk';
import { readingSentence } from '@/components/reader/reading-words';
import { ArchiveButton } from '@/components/settings/archive-button';
import { AutoMapSwitch } from '@/components/settings/auto-map-switch';
import { ProjectSettingsForm } from '@/components/settings/project-settings-form';
import { OtherRunNotice, ReadingForm } from '@/components/settings/reading-form';
import { ScoreAgainButton } from '@/components/settings/score-again-button';
import { SettingsQuery } from '@/components/settings/settings-query';
import { Page, Section } from '@/components/shell/page';
import { ButtonLink } from '@/components/ui/button';
import { DescriptionList } from '@/components/ui/description-list';
import { Notice } from '@/components/ui/page-states';
import type { SettingsQuery as SettingsResult } from '@/graphql/generated/operations/graphql';

export const metadata: Metadata = { title: 'Settings' };

type SettingsPageProps = Readonly<{ params: Promise<{ projectId: string }> }>;

export default async function SettingsPage({ params }: SettingsPageProps) {
  const { projectId } = await params;
  const { project } = await read(SettingsQuery, { id: projectId });
  if (!project) notFound();
  const may = (permission: string) => project.viewerPermissions.includes(permission);
  return (
    <Page
      title="Settings"
      summary={may('project:change') ? project.name : `${project.name}. Owners and admins change what stands here.`}
      measure="text"
    >
      <Section title="Project">
        <ProjectSettingsForm project={project} />
      </Section>
      <ModelSection project={project} />
      <Section title="Long documents" hint="What the model reads of a document that is longer than its input.">
        <OtherRunNotice project={project} />
        <ReadingForm key={project.version} project={project} />
      </Section>
      <Section title="Files" hint="How tables and JSON are brought in.">
        <AutoMapSwitch key={project.version} project={project} />
      </Section>
      <Section title="Members" hint={`Everybody of ${project.team.name} sees this project, each within their role.`}>
        <ButtonLink href={`/teams/${project.team.id}`}>Open members</ButtonLink>
      </Section>
      {may('project:archive') ? (
        <Section title="Archive" hint="Hides the project from the lists. Nothing is deleted.">
          <ArchiveButton projectId={project.id} name={project.name} />
        </Section>
      ) : null}
    </Page>
  );
}

function ModelSection({ project }: Readonly<{ project: NonNullable<SettingsResult['project']> }>) {
  const model = project.scoringRun?.model;
  return (
    <Section
      title="Model"
      hint="All teams of this installation share the model; its operator chooses it."
      actions={
        model && project.viewerPermissions.includes('scoring:control') ? (
          <ScoreAgainButton projectId={project.id} documentCount={project.progress.documents} />
        ) : null
      }
    >
      {project.newerModel ? (
        <Notice className="mb-4" title={`Another model is in use: ${project.newerModel.name}`}>
          Some or all scores of this project are an earlier model's. Score again to have them all from this one;
          overrides stay.
        </Notice>
      ) : null}
      {model ? (
        <DescriptionList
          items={[
            { term: 'Model', detail: model.isStandIn ? `${model.name}: stands in for the real one` : model.name },
            ...(model.repository ? [{ term: 'Repository', detail: model.repository }] : []),
            { term: 'Revision', detail: <code className="font-mono text-xs">{model.revision}</code> },
            { term: 'SHA-256', detail: <code className="font-mono text-xs">{model.contentHash}</code> },
            { term: 'Precision', detail: model.precision },
            ...(project.scoringRun ? [{ term: 'Reads', detail: readingSentence(project.scoringRun) }] : []),
          ]}
        />
      ) : (
        <p className="text-ink-muted">Known once the first document is scored.</p>
      )}
    </Section>
  );
}
