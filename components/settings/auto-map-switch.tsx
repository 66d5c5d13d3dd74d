'use client';

import { useRouter } from 'next/navigation';
import { useOperation } from '@/components/data/use-operation';
import { pickUpdate, UpdateProject } from '@/components/settings/settings-query';
import { Switch } from '@/components/ui/switch';
import { showFailure, showToast } from '@/components/ui/toast';
import type { SettingsQuery } from '@/graphql/generated/operations/graphql';

type Project = NonNullable<SettingsQuery['project']>;

/** Whether a file whose columns are named as such waits for somebody to look at it. */
export function AutoMapSwitch({ project }: Readonly<{ project: Project }>) {
  const router = useRouter();
  const { run, isRunning } = useOperation(UpdateProject, pickUpdate);
  const change = async (autoMapImports: boolean) => {
    const input = { projectId: project.id, expectedVersion: project.version, autoMapImports };
    if (await run({ input }))
      showToast({
        message: autoMapImports ? 'Such files are not asked about' : 'Every new kind of file is asked about',
      });
    else
      showFailure({ message: 'The setting was not changed', detail: 'Somebody may have changed settings meanwhile.' });
    router.refresh();
  };
  return (
    <Switch
      label="Import without asking where the columns are unmistakable"
      hint="One column is named as text or abstract, and nothing about the file was guessed. Others still wait for you."
      checked={project.autoMapImports}
      disabled={isRunning || !project.viewerPermissions.includes('project:change')}
      onCheckedChange={change}
      className="max-w-xl"
    />
  );
}
