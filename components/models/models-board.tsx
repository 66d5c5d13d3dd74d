'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '@/components/data/request';
import { useSubscription } from '@/components/data/use-subscription';
import { ModelRow } from '@/components/models/model-row';
import { isOpen, taskKey } from '@/components/models/model-words';
import { ModelsChanged, ModelsQuery } from '@/components/models/models-query';
import { PullForm } from '@/components/models/pull-form';
import { EndedTask, OpenTask } from '@/components/models/task-line';
import { Page, Section } from '@/components/shell/page';
import { Notice } from '@/components/ui/page-states';
import type { ModelsQuery as ModelsResult } from '@/graphql/generated/operations/graphql';

type Models = ModelsResult['installation'];

const KEY = ['models'];
const ENDED_SHOWN = 5;

/** The models of the installation: which one scores, what else is here, what is being done with them; live. */
export function ModelsBoard({ initial }: Readonly<{ initial: Models }>) {
  const client = useQueryClient();
  const { data = initial } = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await request(ModelsQuery, {}, signal)).installation,
    initialData: initial,
  });
  const refresh = () => client.invalidateQueries({ queryKey: KEY });
  useSubscription(ModelsChanged, {}, (told) => {
    if (told) client.setQueryData<Models>(KEY, told.modelsChanged);
    else void refresh();
  });
  const open = data.modelTasks.filter(isOpen);
  const ended = data.modelTasks.filter((task) => !isOpen(task)).slice(0, ENDED_SHOWN);
  return (
    <Page title="Models" summary="What every team's documents are scored by." measure="text">
      {data.models.some(({ isActive }) => isActive) ? null : (
        <Notice tone="wrong" className="mb-6" title="No model scores">
          No worker has been seen yet, or the chosen model is gone from the workers' data folder. Documents wait until
          there is one.
        </Notice>
      )}
      <Section title="Get a model" hint="From the Hugging Face hub, checked file by file before it can be used.">
        <PullForm onAsked={refresh} />
        {open.length > 0 ? (
          <ul aria-label="Under way" className="mt-4 flex flex-col gap-4">
            {open.map((task) => (
              <OpenTask key={`${taskKey(task)} ${task.phase}`} task={task} onChanged={refresh} />
            ))}
          </ul>
        ) : null}
      </Section>
      <Section
        title="Here"
        hint="Another choice counts from the next batch on, for every team. Scores that exist stay; projects say so, and can be scored again."
      >
        <ul className="border-line border-t">
          {data.models.map((model) => (
            <ModelRow
              key={`${model.repository} ${model.revision}`}
              model={model}
              isBusy={open.some((task) => task.repository === model.repository && task.kind !== 'PULL')}
              onAsked={refresh}
            />
          ))}
        </ul>
      </Section>
      {ended.length > 0 ? (
        <Section title="Lately">
          <ul className="border-line border-t">
            {ended.map((task) => (
              <EndedTask key={taskKey(task)} task={task} />
            ))}
          </ul>
        </Section>
      ) : null}
    </Page>
  );
}
