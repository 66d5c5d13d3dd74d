import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { InferenceError } from '../errors';
import { PROVIDER_NAMES, type ProviderName } from '../results';
import { LibrarySearch, type Machine, thisMachine } from './library-search';

export interface ProviderReport {
  readonly name: ProviderName;
  readonly isAvailable: boolean;
  /** Why it can or cannot be used here, and what to do about it. */
  readonly reason: string;
}

type Verdict = Omit<ProviderReport, 'name'>;

const SHARED_LIBRARY = 'libonnxruntime_providers_shared.so';
/** Of the CUDA runtime; its major version is what provider and machine must agree on. */
const CUDA_RUNTIME = 'libcudart.so';

/**
 * What this machine offers, found by looking at files only: asking ONNX Runtime for a provider whose library is missing
 * can end the process. Whether one works is known when it was tried (`probeProvider`).
 */
export function findProviders(machine: Machine = thisMachine()): ProviderReport[] {
  return PROVIDER_NAMES.map((name) => ({ name, ...judge(name, machine) }));
}

/**
 * The provider to use: the forced one, else the CPU.
 *
 * Only the CPU is chosen unasked: no other provider has been measured with these graphs yet.
 *
 * @throws InferenceError PROVIDER_UNAVAILABLE with the reason when the forced one is not here.
 */
export function chooseProvider(forced: ProviderName | undefined): ProviderName {
  if (!forced) return 'cpu';
  const report = findProviders().find((provider) => provider.name === forced);
  if (report?.isAvailable) return forced;
  throw providerUnavailable(forced, report?.reason ?? 'unknown');
}

export function providerUnavailable(name: ProviderName, reason: string): InferenceError {
  return new InferenceError('PROVIDER_UNAVAILABLE', `Provider ${name} cannot be used: ${reason}`);
}

function judge(name: ProviderName, machine: Machine): Verdict {
  switch (name) {
    case 'cpu':
      return { isAvailable: true, reason: 'always there' };
    case 'cuda':
    case 'tensorrt':
      return judgeNvidia(name, machine);
    case 'webgpu':
      return judgeWebGpu(machine);
    case 'coreml':
      return judgePlatform(machine, 'darwin', 'macOS');
    case 'directml':
      return judgePlatform(machine, 'win32', 'Windows');
  }
}

function judgeNvidia(name: 'cuda' | 'tensorrt', machine: Machine): Verdict {
  if (machine.platform !== 'linux' || machine.arch !== 'x64') return no('only on Linux x64');
  const search = new LibrarySearch(machine);
  const device = ['/dev/nvidiactl', '/dev/dxg'].find((file) => existsSync(path.join(machine.root, file)));
  if (!device) return no('no NVIDIA device (/dev/nvidiactl)');
  if (!search.find('libcuda.so.1')) return no('no NVIDIA driver (libcuda.so.1): install it, Debian: nvidia-driver');
  const library = `libonnxruntime_providers_${name}.so`;
  const absent = [SHARED_LIBRARY, library].filter((file) => !existsSync(path.join(machine.runtimeFolder, file)));
  if (absent.length > 0) return no(`missing beside ONNX Runtime: ${absent.join(', ')}; npx winnow gpu install`);
  const missing = search.missingFor(path.join(machine.runtimeFolder, library));
  if (missing.length > 0) return no(describeMissing(missing, search));
  return { isAvailable: true, reason: `device, driver${driverVersion(machine)} and libraries are there` };
}

/** A wrong major version of CUDA is the usual cause, and is said as such. */
function describeMissing(missing: readonly string[], search: LibrarySearch): string {
  const wanted = missing.find((name) => name.startsWith(`${CUDA_RUNTIME}.`))?.slice(CUDA_RUNTIME.length + 1);
  const there = search.versionsOf(CUDA_RUNTIME).map((name) => name.slice(CUDA_RUNTIME.length + 1));
  const list = `not found: ${missing.join(', ')}`;
  if (!wanted) return `${list}; install them, or name their folder in LD_LIBRARY_PATH`;
  const other = there.length > 0 ? `, here is ${there.join(', ')}` : '';
  return `built for CUDA ${wanted}${other}; ${list}`;
}

function driverVersion({ root }: Machine): string {
  try {
    const text = readFileSync(path.join(root, 'proc/driver/nvidia/version'), 'utf8');
    const version = /Kernel Module\S*\s+(?:for \S+\s+)?(\d[\d.]+)/.exec(text)?.[1];
    return version ? ` ${version}` : '';
  } catch {
    return '';
  }
}

/** Dawn reaches the GPU through Vulkan on Linux, through Metal and Direct3D elsewhere. */
function judgeWebGpu(machine: Machine): Verdict {
  if (machine.platform !== 'linux') return { isAvailable: true, reason: 'inside the ONNX Runtime package' };
  if (machine.arch !== 'x64') return no('on Linux only on x64');
  if (!new LibrarySearch(machine).find('libvulkan.so.1')) {
    return no('no libvulkan.so.1: install the Vulkan loader (Debian: libvulkan1)');
  }
  const hasDevice = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'].some((file) =>
    existsSync(path.join(machine.root, file)),
  );
  if (!hasDevice) return no('libvulkan is there, but no graphics device (/dev/dri)');
  return { isAvailable: true, reason: 'libvulkan and a graphics device are there' };
}

function judgePlatform(machine: Machine, platform: NodeJS.Platform, name: string): Verdict {
  if (machine.platform === platform) return { isAvailable: true, reason: 'inside the ONNX Runtime package' };
  return no(`only on ${name}`);
}

function no(reason: string): Verdict {
  return { isAvailable: false, reason };
}
