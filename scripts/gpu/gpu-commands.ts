import { existsSync } from 'node:fs';
import path from 'node:path';
import { thisMachine } from '@/inference/session/library-search';
import { findProviders } from '@/inference/session/providers';
import { formatCheck } from '../doctor/checks';
import { checkProvider } from '../doctor/machine-checks';
import { showPullProgress } from '../model/pull-progress';
import { StopRequest } from '../score/stop-request';
import { SetupError } from '../setup-error';
import { installProviders } from './install-providers';
import { type ProviderPackage, providerPackage } from './provider-package';

const NVIDIA = new Set(['cuda', 'tensorrt']);

/** `winnow gpu install`; answers the exit code: 0 when a GPU computes now, 1 when something lacks still. */
export async function install(): Promise<number> {
  const wanted = packageHere();
  const { runtimeFolder } = thisMachine();
  const stop = new StopRequest('Stopping; once more to stop at once.');
  const progress = showPullProgress(process.stderr);
  try {
    console.log(`${wanted.name} ${wanted.version}: ${[...wanted.entries.keys()].join(', ')}`);
    await installProviders({
      package: wanted,
      runtimeFolder,
      environment: process.env,
      signal: stop.signal,
      onProgress: (state) => progress.show({ ...state, commit: wanted.version }),
    });
  } finally {
    progress.finish();
    stop.end();
  }
  console.log(`They lie in ${runtimeFolder}; npm ci takes them away again.`);
  return status();
}

/** `winnow gpu status`; answers the exit code: 0 when a GPU computes. */
export async function status(): Promise<number> {
  const { runtimeFolder, platform, arch } = thisMachine();
  const wanted = providerPackage(platform, arch);
  for (const file of wanted?.entries.keys() ?? []) {
    const isHere = existsSync(path.join(runtimeFolder, file));
    console.log(formatCheck({ state: isHere ? 'ok' : 'off', subject: 'library', finding: file }));
  }
  let isComputing = false;
  for (const report of findProviders()) {
    if (report.name === 'cpu') continue;
    const check = await checkProvider(report);
    console.log(formatCheck(check));
    isComputing ||= check.state === 'ok';
    if (check.state === 'off' && NVIDIA.has(report.name) && report.reason.includes('not found')) tellOfRuntime();
  }
  return isComputing ? 0 : 1;
}

function packageHere(): ProviderPackage {
  const { platform, arch } = thisMachine();
  const wanted = providerPackage(platform, arch);
  if (wanted) return wanted;
  throw new SetupError(
    `There is nothing to install on ${platform} ${arch}.`,
    'What works there is inside ONNX Runtime already: npx winnow gpu status.',
  );
}

function tellOfRuntime(): void {
  console.log(
    `${' '.repeat(28)}NVIDIA’s package repository for Debian and Ubuntu has them: cuda-libraries-12-*, libcudnn9-cuda-12, libnvinfer10.`,
  );
}
