import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { InferenceError } from '../errors';
import { PROVIDER_NAMES, type ProviderName } from '../results';

export interface ProviderReport {
  readonly name: ProviderName;
  readonly isAvailable: boolean;
  /** Why it can or cannot be used here, and what to do about it. */
  readonly reason: string;
}

const PLATFORM_OF: Readonly<Partial<Record<ProviderName, NodeJS.Platform>>> = { coreml: 'darwin', directml: 'win32' };
const CUDA_LIBRARIES = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'];
const TENSORRT_LIBRARIES = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_tensorrt.so'];
const LIBRARY_FOLDERS = [
  '/usr/lib',
  '/usr/lib64',
  '/usr/local/lib',
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
];

/**
 * What this machine offers, found by looking for files only: asking ONNX Runtime for a provider whose library is
 * missing can end the process.
 */
export function findProviders(): ProviderReport[] {
  return PROVIDER_NAMES.map((name) => ({ name, ...judge(name) }));
}

/**
 * The provider to use: the forced one, else the CPU.
 *
 * Only the CPU is chosen unasked: the graph's fp32 variant is built for it, and no other provider has been measured
 * with it yet.
 *
 * @throws InferenceError PROVIDER_UNAVAILABLE with the reason when the forced one is not here.
 */
export function chooseProvider(forced: ProviderName | undefined): ProviderName {
  if (!forced) return 'cpu';
  const report = findProviders().find((provider) => provider.name === forced);
  if (report?.isAvailable) return forced;
  throw new InferenceError('PROVIDER_UNAVAILABLE', `Provider ${forced} cannot be used: ${report?.reason ?? 'unknown'}`);
}

function judge(name: ProviderName): Omit<ProviderReport, 'name'> {
  switch (name) {
    case 'cpu':
      return { isAvailable: true, reason: 'always there' };
    case 'cuda':
      return judgeLibraries(CUDA_LIBRARIES);
    case 'tensorrt':
      return judgeLibraries(TENSORRT_LIBRARIES);
    case 'webgpu':
      return judgeWebGpu();
    case 'coreml':
    case 'directml':
      return judgePlatform(name);
  }
}

function judgeLibraries(libraries: readonly string[]): Omit<ProviderReport, 'name'> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { isAvailable: false, reason: 'only on Linux x64' };
  if (!existsSync('/dev/nvidiactl')) return { isAvailable: false, reason: 'no NVIDIA device (/dev/nvidiactl)' };
  const missing = libraries.filter((library) => !existsSync(path.join(runtimeFolder(), library)));
  if (missing.length > 0) return { isAvailable: false, reason: `missing beside ONNX Runtime: ${missing.join(', ')}` };
  return { isAvailable: true, reason: 'device and provider libraries are there' };
}

/** Dawn reaches the GPU through Vulkan on Linux, through Metal and Direct3D elsewhere. */
function judgeWebGpu(): Omit<ProviderReport, 'name'> {
  if (process.platform !== 'linux') return { isAvailable: true, reason: 'inside the ONNX Runtime package' };
  if (!LIBRARY_FOLDERS.some((folder) => existsSync(path.join(folder, 'libvulkan.so.1')))) {
    return { isAvailable: false, reason: 'no libvulkan.so.1: install the Vulkan loader (Debian: libvulkan1)' };
  }
  if (!existsSync('/dev/dri'))
    return { isAvailable: false, reason: 'libvulkan is there, but no graphics device (/dev/dri)' };
  return { isAvailable: true, reason: 'libvulkan and a graphics device are there' };
}

function judgePlatform(name: 'coreml' | 'directml'): Omit<ProviderReport, 'name'> {
  const platform = PLATFORM_OF[name];
  if (process.platform === platform) return { isAvailable: true, reason: 'inside the ONNX Runtime package' };
  return { isAvailable: false, reason: name === 'coreml' ? 'only on macOS' : 'only on Windows' };
}

function runtimeFolder(): string {
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  return path.join(path.dirname(entry), '..', 'bin', 'napi-v6', process.platform, process.arch);
}
