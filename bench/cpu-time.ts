import { readFile } from 'node:fs/promises';

/** Linux counts in hundredths of a second, whatever the kernel's own tick. */
const TICKS_A_SECOND = 100;

export interface CpuSeconds {
  readonly own: number;
  /** Of children that have ended: the reading process. */
  readonly ended: number;
  /** Of the server and all its backends, ended ones too. */
  readonly server: number;
}

/** Seconds on a processor so far; unlike the clock they hardly change with what else a machine does. */
export async function cpuSeconds(backendPid: number): Promise<CpuSeconds> {
  const self = await times(process.pid);
  const postmaster = (await times(backendPid)).parent;
  const { own, ended } = await times(postmaster);
  const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8');
  const living = await Promise.all(children.trim().split(/\s+/).map(Number).map(times));
  return { own: self.own, ended: self.ended, server: own + ended + living.reduce((sum, child) => sum + child.own, 0) };
}

async function times(pid: number): Promise<{ parent: number; own: number; ended: number }> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8');
  // A program's name may hold spaces; the fields begin behind its bracket.
  const fields = line
    .slice(line.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
  return {
    parent: fields[1] ?? 0,
    own: (user + system) / TICKS_A_SECOND,
    ended: (endedUser + endedSystem) / TICKS_A_SECOND,
  };
}
