'use client';

import { useOperation } from '@/components/data/use-operation';
import { modelFacts } from '@/components/models/model-words';
import { ParityView } from '@/components/models/parity-view';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { showFailure } from '@/components/ui/toast';
import { graphql } from '@/graphql/generated/operations';
import type {
  ModelRowFragment,
  RemoveModelMutation,
  UseModelMutation,
  VerifyModelMutation,
} from '@/graphql/generated/operations/graphql';

const UseModel = graphql(`
  mutation UseModel($input: ModelInput!) {
    useModel(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const VerifyModel = graphql(`
  mutation VerifyModel($input: ModelInput!) {
    verifyModel(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const RemoveModel = graphql(`
  mutation RemoveModel($input: ModelInput!) {
    removeModel(input: $input) {
      userErrors {
        code
        field
        message
      }
    }
  }
`);
const pickUse = (result: UseModelMutation) => result.useModel;
const pickVerify = (result: VerifyModelMutation) => result.verifyModel;
const pickRemove = (result: RemoveModelMutation) => result.removeModel;

type ModelRowProps = Readonly<{ model: ModelRowFragment; isBusy: boolean; onAsked: () => void }>;

export function ModelRow({ model, isBusy, onAsked }: ModelRowProps) {
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-line border-b py-3">
      <div className="flex min-w-0 flex-1 basis-80 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-2">
          <bdi className="min-w-0 break-words font-semibold">{model.name}</bdi>
          {model.isActive ? <Badge tone="accent">in use</Badge> : null}
          {model.isStandIn ? <Badge>stand-in</Badge> : null}
          {model.problem ? <Badge tone="wrong">files changed</Badge> : null}
        </p>
        <p className="break-words text-ink-muted text-sm">{modelFacts(model)}</p>
        {model.problem ? (
          <p className="text-sm text-wrong">{model.problem}: it cannot be used. Pull or import it again.</p>
        ) : null}
        {model.isStandIn ? (
          <p className="text-sm">A small model that makes everything work at once. Not for decisions.</p>
        ) : null}
        {model.parity ? <ParityView parity={model.parity} /> : null}
      </div>
      <Actions model={model} isBusy={isBusy} onAsked={onAsked} />
    </li>
  );
}

function Actions({ model, isBusy, onAsked }: ModelRowProps) {
  const use = useOperation(UseModel, pickUse);
  const verify = useOperation(VerifyModel, pickVerify);
  const remove = useOperation(RemoveModel, pickRemove);
  const { repository, revision, name, isActive, source } = model;
  const isStored = source === 'HUB' || source === 'FOLDER';
  const ask = async (operation: typeof use | typeof verify | typeof remove, refusal: string) => {
    if (!(await operation.run({ input: { repository, revision } }))) {
      showFailure({ message: refusal, detail: 'Something may have changed meanwhile; look again.' });
    }
    onAsked();
  };
  return (
    <div className="flex gap-1">
      {isActive || model.problem ? null : (
        <Button
          size="small"
          disabled={isBusy}
          loading={use.isRunning}
          aria-label={`Use ${name}`}
          onClick={() => ask(use, 'The model was not changed')}
        >
          Use
        </Button>
      )}
      {isStored ? (
        <Button
          variant="quiet"
          size="small"
          disabled={isBusy}
          loading={verify.isRunning}
          aria-label={`Verify the files of ${name}`}
          onClick={() => ask(verify, 'The files were not verified')}
        >
          Verify
        </Button>
      ) : null}
      {isStored && !isActive ? (
        <AlertDialog
          title={`Remove ${name}?`}
          description="Its files are deleted. Scores that it gave stay, with where they come from; it can be pulled again."
          confirmLabel="Remove model"
          onConfirm={() => ask(remove, 'The model was not removed')}
          trigger={
            <Button variant="quiet" size="small" disabled={isBusy} aria-label={`Remove ${name}`}>
              Remove
            </Button>
          }
        />
      ) : null}
    </div>
  );
}
