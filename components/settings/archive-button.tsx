'use client';

import { useRouter } from 'next/navigation';
import { useOperation } from '@/components/data/use-operation';
import { Button } from '@/components/ui/button';
import { showFailure, showToast } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type { ArchiveProjectMutation, RestoreProjectMutation } from '@/graphql/generated/operations/graphql';

const ArchiveProject = graphql(`
  mutation ArchiveProject($input: ArchiveProjectInput!) {
    archiveProject(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const RestoreProject = graphql(`
  mutation RestoreProject($input: RestoreProjectInput!) {
    restoreProject(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pickArchive = (result: ArchiveProjectMutation) => result.archiveProject;
const pickRestore = (result: RestoreProjectMutation) => result.restoreProject;

type ArchiveButtonProps = Readonly<{ projectId: string; name: string }>;

/** Hides a project from everybody's lists; the toast brings it back. */
export function ArchiveButton({ projectId, name }: ArchiveButtonProps) {
  const router = useRouter();
  const archive = useOperation(ArchiveProject, pickArchive);
  const restore = useOperation(RestoreProject, pickRestore);
  const bringBack = async () => {
    if (!(await restore.run({ input: { projectId } }))) showFailure({ message: `${name} was not brought back` });
    router.refresh();
  };
  const hide = async () => {
    if (!(await archive.run({ input: { projectId } }))) {
      showFailure({ message: `${name} was not archived`, detail: 'Try again in a moment.' });
      return;
    }
    showToast({ message: `${name} archived`, undo: bringBack });
    router.push('/');
    router.refresh();
  };
  return (
    <Button loading={archive.isRunning} onClick={hide}>
      Archive project
    </Button>
  );
}
