import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Machine, thisMachine } from './library-search';
import { probeProvider } from './probe-provider';
import { chooseProvider, findProviders } from './providers';
import { readDynamicSection } from './shared-library';

const CRASHING = fileURLToPath(new URL('../testing/crashing-probe-process.ts', import.meta.url));

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'winnow-providers-'));
});
afterAll(() => rm(root, { recursive: true }));

/** A machine under a folder, with the given files; without a text they are empty. */
async function machineWith(name: string, files: Readonly<Record<string, string | Buffer>>): Promise<Machine> {
  const own = path.join(root, name);
  for (const [file, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(own, file)), { recursive: true });
    await writeFile(path.join(own, file), content);
  }
  return { platform: 'linux', arch: 'x64', root: own, runtimeFolder: path.join(own, 'ort'), libraryPath: '' };
}

const verdictOf = (machine: Machine, wanted: string) => findProviders(machine).find(({ name }) => name === wanted);
const DRIVER = { 'dev/nvidiactl': '', 'usr/lib/x86_64-linux-gnu/libcuda.so.1': '' };
const SYSTEM = { 'lib/libstdc++.so.6': '', 'lib/libm.so.6': '', 'lib/libgcc_s.so.1': '', 'lib/libc.so.6': '' };

/** A real library, ONNX Runtime's binding, in which one needed name is replaced by a shorter one. */
async function libraryNeeding(name: string): Promise<Buffer> {
  const bytes = await readFile(path.join(thisMachine().runtimeFolder, 'onnxruntime_binding.node'));
  const replaced = 'libonnxruntime.so.1';
  bytes.write(name.padEnd(replaced.length, '\0'), bytes.indexOf(`${replaced}\0`));
  return bytes;
}

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('NVIDIA providers', () => {
  it('want a device, a driver, the provider libraries and what these need, and say which lacks', async () => {
    expect(verdictOf(await machineWith('bare', {}), 'cuda')?.reason).toContain('no NVIDIA device');
    const noDriver = await machineWith('no-driver', { 'dev/nvidiactl': '' });
    expect(verdictOf(noDriver, 'cuda')?.reason).toContain('libcuda.so.1');
    const noLibraries = await machineWith('no-libraries', DRIVER);
    expect(verdictOf(noLibraries, 'tensorrt')?.reason).toContain(
      'libonnxruntime_providers_shared.so, libonnxruntime_providers_tensorrt.so; npx winnow gpu install',
    );
  });

  it('say when the machine has another CUDA than they were built for', async () => {
    const files = {
      ...DRIVER,
      ...SYSTEM,
      'ort/libonnxruntime_providers_shared.so': '',
      'ort/libonnxruntime_providers_cuda.so': await libraryNeeding('libcudart.so.12'),
      'etc/ld.so.conf.d/cuda.conf': '/usr/local/cuda/lib64 # from a package\n',
      'usr/local/cuda/lib64/libcudart.so.13': '',
    };
    const machine = await machineWith('other-cuda', files);
    expect(verdictOf(machine, 'cuda')).toEqual({
      name: 'cuda',
      isAvailable: false,
      reason: 'built for CUDA 12, here is 13; not found: libcudart.so.12',
    });
    await writeFile(path.join(machine.root, 'usr/local/cuda/lib64/libcudart.so.12'), '');
    expect(verdictOf(machine, 'cuda')?.isAvailable).toBe(true);
  });

  it('find what LD_LIBRARY_PATH names, and follow needs through what is found', async () => {
    const machine = await machineWith('library-path', {
      ...DRIVER,
      ...SYSTEM,
      'ort/libonnxruntime_providers_shared.so': '',
      'ort/libonnxruntime_providers_cuda.so': await libraryNeeding('libcublas.so.12'),
      'own/libcublas.so.12': await libraryNeeding('libcublasLt.so.12'),
    });
    expect(verdictOf(machine, 'cuda')?.reason).toContain('not found: libcublas.so.12');
    const named = { ...machine, libraryPath: path.join(machine.root, 'own') };
    expect(verdictOf(named, 'cuda')?.reason).toContain('not found: libcublasLt.so.12');
  });
});

describe('other providers', () => {
  it('belong to their platform, or want a graphics device', async () => {
    const machine = await machineWith('plain', { 'usr/lib/libvulkan.so.1': '' });
    const verdicts = (found: Machine) =>
      findProviders(found).flatMap(({ name, isAvailable }) => (isAvailable ? [name] : []));
    expect(verdicts(machine)).toEqual(['cpu']);
    expect(verdicts(await machineWith('plain', { 'dev/dri': '' }))).toEqual(['cpu', 'webgpu']);
    expect(verdicts({ ...machine, platform: 'darwin' })).toEqual(['cpu', 'webgpu', 'coreml']);
    expect(verdicts({ ...machine, platform: 'win32' })).toEqual(['cpu', 'webgpu', 'directml']);
  });

  it('are refused by name when they are forced and not here', () => {
    const elsewhere = process.platform === 'darwin' ? 'directml' : 'coreml';
    expect(() => chooseProvider(elsewhere)).toThrow(/^Provider \w+ cannot be used: only on/);
  });
});

describe('what a library needs', () => {
  it.runIf(process.platform === 'linux')('is read from its dynamic section, as readelf shows it', () => {
    const binding = path.join(thisMachine().runtimeFolder, 'onnxruntime_binding.node');
    expect(readDynamicSection(binding)).toEqual({
      needed: expect.arrayContaining(['libonnxruntime.so.1', 'libstdc++.so.6', 'libm.so.6', 'libc.so.6']),
      runPaths: ['$ORIGIN/'],
    });
  });

  it.runIf(process.platform === 'linux')('is nothing for files that are no libraries or end early', async () => {
    expect(readDynamicSection(path.join(root, 'absent'))).toBeNull();
    expect(readDynamicSection(fileURLToPath(import.meta.url))).toBeNull();
    const cut = path.join(root, 'cut.so');
    await cp(path.join(thisMachine().runtimeFolder, 'onnxruntime_binding.node'), cut);
    await writeFile(cut, (await readFile(cut)).subarray(0, 4096));
    expect(readDynamicSection(cut)).toBeNull();
  });
});

describe('trying a provider', () => {
  it('computes on the CPU', async () => {
    expect(await probeProvider('cpu')).toEqual({ isWorking: true, reason: 'it computed' });
  });

  it('says why one does not work that this machine lacks, and lives', async () => {
    const lacking = findProviders().filter(({ isAvailable }) => !isAvailable);
    for (const { name } of lacking) {
      const { isWorking, reason } = await probeProvider(name);
      expect([name, isWorking, reason === '']).toEqual([name, false, false]);
    }
  });

  it('outlives a provider that ends its process', async () => {
    expect(await probeProvider('cpu', CRASHING)).toEqual({
      isWorking: false,
      reason: 'trying it ended the process (SIGSEGV)',
    });
  });
});
