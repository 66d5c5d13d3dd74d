import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { probeProvider } from '@/inference/session/probe-provider';
import { findProviders, type ProviderReport } from '@/inference/session/providers';
import type { Check } from './checks';

/** What the engine's kernels look for; the first of each pair is how Linux spells it. */
const TELLING_FEATURES = ['avx2', 'avx_vnni', 'avx512f', 'avx512_vnni', 'amx_int8', 'asimddp', 'i8mm'];
const GIGABYTE = 1024 ** 3;
/** The 150 M model in fp32 with what ONNX Runtime keeps beside it, measured (docs/inference.md). */
const BASE_MODEL_GIGABYTES = 2;

export async function checkMachine(): Promise<Check[]> {
  return [checkNode(), await checkProcessor(), checkMemory(), ...(await checkProviders())];
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isRecent = major > 20 || (major === 20 && minor >= 19);
  const finding = `${process.versions.node} on ${process.platform} ${process.arch}`;
  return isRecent
    ? { state: 'ok', subject: 'node', finding }
    : { state: 'missing', subject: 'node', finding, remedy: 'Install Node 20.19 or newer.' };
}

async function checkProcessor(): Promise<Check> {
  const model = os.cpus()[0]?.model.trim() ?? 'unknown';
  const features = await processorFeatures();
  const shown = features.length > 0 ? `; ${features.join(' ')}` : '';
  return { state: 'ok', subject: 'processor', finding: `${model}, ${os.availableParallelism()} cores${shown}` };
}

async function processorFeatures(): Promise<string[]> {
  const description = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const flags = new Set(/^(?:flags|Features)\s*:\s*(.*)$/m.exec(description)?.[1]?.split(' '));
  return TELLING_FEATURES.filter((feature) => flags.has(feature));
}

function checkMemory(): Check {
  const free = os.freemem() / GIGABYTE;
  const limit = process.constrainedMemory() / GIGABYTE;
  const total = Math.min(os.totalmem() / GIGABYTE, limit > 0 ? limit : Number.POSITIVE_INFINITY);
  const finding = `${total.toFixed(1)} GB, ${Math.min(free, total).toFixed(1)} GB free`;
  if (total >= BASE_MODEL_GIGABYTES) return { state: 'ok', subject: 'memory', finding };
  return {
    state: 'off',
    subject: 'memory',
    finding,
    remedy: `The starter fits; a model of 150 M parameters wants ${BASE_MODEL_GIGABYTES} GB.`,
  };
}

/** One that is there is tried: its files may be right and its driver not. */
async function checkProviders(): Promise<Check[]> {
  const checks: Check[] = [];
  for (const report of findProviders()) checks.push(await checkProvider(report));
  return checks;
}

export async function checkProvider({ name, isAvailable, reason }: ProviderReport): Promise<Check> {
  const subject = `provider ${name}`;
  if (!isAvailable) return { state: 'off', subject, finding: reason };
  if (name === 'cpu') return { state: 'ok', subject, finding: reason };
  const probe = await probeProvider(name);
  if (probe.isWorking) return { state: 'ok', subject, finding: `${reason}; it computed` };
  return { state: 'off', subject, finding: `${reason}, but it does not compute: ${probe.reason}` };
}
