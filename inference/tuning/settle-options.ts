import os from 'node:os';
import {
  type CheckedEngineOptions,
  checkEngineOptions,
  type EngineOptions,
  type ResolvedEngineOptions,
} from '../engine-options';
import { openModelFolder } from '../model/model-folder';
import { choosePrecision } from '../parity/choose-precision';
import type { ProviderName } from '../results';
import { chooseWorkingProvider } from '../session/probe-provider';
import { chooseLayout, defaultLayout } from './choose-layout';

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
  const precision = checked.precision ?? (await measuredPrecision(checked, provider, onNotice));
  return { ...checked, provider, precision, ...(await settleLayout({ ...checked, provider, precision }, onNotice)) };
}

async function measuredPrecision(options: CheckedEngineOptions, provider: ProviderName, onNotice: OnNotice) {
  let told = '';
  const report = await choosePrecision({
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

type LayoutWish = CheckedEngineOptions & Pick<ResolvedEngineOptions, 'provider' | 'precision'>;

/** A stated process or thread count is taken at its word, and nothing is measured. */
async function settleLayout(options: LayoutWish, onNotice: OnNotice) {
  const fallback = defaultLayout();
  const { processes, threadsPerProcess, tokenBudget = fallback.tokenBudget } = options;
  if (processes || threadsPerProcess) {
    const cores = os.availableParallelism();
    const count = processes ?? 1;
    return {
      processes: count,
      threadsPerProcess: threadsPerProcess ?? Math.max(1, Math.floor(cores / count)),
      tokenBudget,
    };
  }
  const onLayout = ({ processes: count, threadsPerProcess: threads }: typeof fallback) =>
    onNotice(`First use of this model here: measuring how fast ${count} x ${threads} processes x threads are`);
  const model = await openModelFolder(options.modelFolder);
  const layout = await chooseLayout(model, { ...options, ...fallback }, onLayout);
  return options.tokenBudget ? { ...layout, tokenBudget } : layout;
}
