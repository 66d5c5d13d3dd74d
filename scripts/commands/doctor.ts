import type { Command } from 'commander';

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('say what this machine and this installation offer, what is missing and what to do about it')
    .action(async () => {
      const { checkInstallation } = await import('../doctor/installation-checks');
      const { checkMachine } = await import('../doctor/machine-checks');
      const { formatCheck } = await import('../doctor/checks');
      const checks = [...(await checkMachine()), ...(await checkInstallation(process.env))];
      for (const check of checks) console.log(formatCheck(check));
      process.exitCode = checks.some((check) => check.state === 'missing') ? 1 : 0;
    });
}
