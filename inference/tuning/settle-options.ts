import os from 'node:os';
import {
  type CheckedEngineOptions,
  checkEngineOptions,
  type EngineOptions,
  type ResolvedEngineOptions,
} from '../engine-options';
import { type ModelFolder, openModelFolder } from '../model/model-folder';
import { precisionOf } from '../parity/choose-precision';
import type { ProviderName } from '../results';
import { chooseWorkingProvider } from '../session/probe-provider';
import { chooseLayout, defaultLayout, type Layout } from './choose-layout';

/** What the engine is busy with before it can score; a line for a log or a terminal. */
export type OnNotice = (notice: string) => void;

/**
 * Decides what the options leave open: provider, precision, processes, threads and token budget. Small models get
 * defaults; for others precision and division are measured on first use, which takes minutes once, and kept.
 *
 * @throws InferenceError OPTIONS_INVALID naming the option, PROVIDER_UNAVAILABLE, or what is wrong with the model.
 */
export async function settleEngineOptions(
  options: EngineOptions,
  onNotice: OnNotice = () => undefined,
): Promise<ResolvedEngineOptions> {
  const checked = checkEngineOptions(options);
  const provider = await chooseWorkingProvider(checked.provider);
  // Opened once for both, and not at all where nothing is left open: the engine's processes open it themselves.
  let opened: Promise<ModelFolder> | null = null;
  const open = () => {
    opened ??= openModelFolder(checked.modelFolder);
    return opened;
  };
  const precision = checked.precision ?? (await measuredPrecision(await open(), checked, provider, onNotice));
  const layout =
    statedLayout(checked) ?? (await measuredLayout(await open(), { ...checked, provider, precision }, onNotice));
  return { ...checked, provider, precision, ...layout };
}

async function measuredPrecision(
  model: ModelFolder,
  options: CheckedEngineOptions,
  provider: ProviderName,
  onNotice: OnNotice,
) {
  let told = '';
  const report = await precisionOf(model, {
    ...options,
    provider,
    onStep: ({ precision, texts }) => {
      if (told === precision) return;
      told = precision;
      onNotice(`First use of this model here: scoring ${texts} texts in ${precision} to choose a precision`);
    },
  });
  return report.chosen;
}

/** A stated process or thread count is taken at its word, and nothing is measured. */
function statedLayout({ processes, threadsPerProcess, tokenBudget }: CheckedEngineOptions): Layout | null {
  if (!processes && !threadsPerProcess) return null;
  const count = processes ?? 1;
  const threads = threadsPerProcess ?? Math.max(1, Math.floor(os.availableParallelism() / count));
  return { ...defaultLayout(), processes: count, threadsPerProcess: threads, ...(tokenBudget && { tokenBudget }) };
}

async function measuredLayout(
  model: ModelFolder,
  options: CheckedEngineOptions & Pick<ResolvedEngineOptions, 'provider' | 'precision'>,
  onNotice: OnNotice,
): Promise<Layout> {
  const onLayout = ({ processes, threadsPerProcess }: Layout) =>
    onNotice(
      `First use of this model here: measuring how fast ${processes} x ${threadsPerProcess} processes x threads are`,
    );
  const layout = await chooseLayout(model, { ...options, ...defaultLayout() }, onLayout);
  return options.tokenBudget ? { ...layout, tokenBudget: options.tokenBudget } : layout;
}
