import type { Command } from 'commander';

/** The libraries that ONNX Runtime needs for NVIDIA GPUs and that are too large for its package. */
export function registerGpu(program: Command): void {
  const gpu = program.command('gpu').description('fetch what an NVIDIA GPU needs, and try what this machine offers');

  gpu
    .command('install')
    .description('fetch the CUDA and TensorRT libraries of this ONNX Runtime, or go on with an interrupted download')
    .addHelpText('after', '\nWINNOW_NUGET_INDEX names a mirror. CUDA itself and the driver are the system’s own.')
    .action(async () => {
      const { install } = await import('../gpu/gpu-commands');
      process.exitCode = await install();
    });

  gpu
    .command('status')
    .description('say which libraries are there, and try each provider')
    .action(async () => {
      const { status } = await import('../gpu/gpu-commands');
      process.exitCode = await status();
    });
}
