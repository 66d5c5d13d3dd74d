const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'windows',
];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/**
 * The platform packages that a lock file names as optional dependencies but has no entry for. A registry mirror that
 * lacks the builds for other platforms leaves such a lock behind, and `npm ci` then refuses it everywhere.
 *
 * @param {{ packages: Record<string, object> }} lock  Content of package-lock.json.
 * @returns {Record<string, object>}  Missing entries by their path in `packages`.
 */
export function missingPlatformEntries(lock) {
  const missing = {};
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const version = range.replace(/^[\^~]/, '');
      if (!/^\d+\.\d+\.\d+/.test(version) || isResolvable(lock, path, name)) continue;
      missing[`node_modules/${name}`] = {
        version,
        ...platformOf(name),
        ...(entry.dev && { dev: true }),
        optional: true,
      };
    }
  }
  return missing;
}

/** Entries that say where they were downloaded from; npm finds them by name, version and integrity. */
export function entriesWithAddress(lock) {
  return Object.entries(lock.packages)
    .filter(([, entry]) => /^https?:/.test(entry.resolved ?? ''))
    .map(([path]) => path);
}

/** The lock with every platform's entries and without addresses, in npm's order. */
export function completeLock(lock) {
  const packages = { ...lock.packages, ...missingPlatformEntries(lock) };
  for (const path of entriesWithAddress(lock)) {
    const { resolved: _, ...entry } = packages[path];
    packages[path] = entry;
  }
  const sorted = Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...lock, packages: Object.fromEntries(sorted) };
}

/** Node's own search: in the package's node_modules, then in each folder above it. */
function isResolvable({ packages }, path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

/** Platform packages carry theirs in the name: `@esbuild/linux-x64`, `x-win32-arm64-msvc`, `x-linux-arm-gnueabihf`. */
function platformOf(name) {
  const parts = name.split('/').at(-1).split(/[-_.]/);
  const system = parts.find((part) => SYSTEMS.includes(part));
  const processor = parts.find((part) => PROCESSORS.includes(part)) ?? (parts.some(isArm) ? 'arm' : undefined);
  return {
    ...(processor && { cpu: [processor] }),
    ...(system && { os: [system === 'windows' ? 'win32' : system] }),
    ...(parts.some((part) => part.startsWith('musl')) && { libc: ['musl'] }),
  };
}

const isArm = (part) => /^arm(v\d|eabi|hf)/.test(part);
