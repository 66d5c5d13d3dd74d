import type { Command } from 'commander';

type DataDir = Readonly<{ dataDir?: string }>;

const REFERENCE = 'owner/name, or owner/name@revision with the beginning of a revision';

/** Models of this data folder: fetched, taken in, listed, checked, chosen, deleted. */
export function registerModel(program: Command): void {
  const model = program.command('model').description('fetch, check and choose the models that documents are scored by');
  const add = (name: string, description: string) =>
    model
      .command(name)
      .description(description)
      .option('--data-dir <folder>', 'where everything is kept (WINNOW_DATA_DIR, data)');

  add('pull', 'fetch a model from the Hugging Face hub, or go on with an interrupted pull')
    .argument('<model>', 'owner/name, or owner/name@revision with a branch, tag or commit')
    .addHelpText('after', '\nHF_ENDPOINT names a mirror, HF_TOKEN lets into gated and private models.')
    .action((reference: string, options: DataDir) => run(({ pull }) => pull(reference, options)));

  add('import', 'take in a local Hugging Face folder (config.json, tokenizer.json, model.safetensors)')
    .argument('<folder>', 'it is copied; nothing outside it is read')
    .option('--name <owner/name>', 'what to list it as (local/ and the folder’s name)')
    .action((folder: string, options: DataDir & { name?: string }) =>
      run(({ importFrom }) => importFrom(folder, options)),
    );

  add('list', 'list the models that are here; * marks the one in use').action((options: DataDir) =>
    run(({ list }) => list(options)),
  );

  add('verify', 'compare every file of a model, or of all, with what it was when it was taken in')
    .argument('[model]', REFERENCE)
    .action((reference: string | undefined, options: DataDir) => run(({ verify }) => verify(reference, options)));

  add('use', 'score with this model from now on')
    .argument('<model>', `${REFERENCE}; "starter" for the stand-in`)
    .action((reference: string, options: DataDir) => run(({ use }) => use(reference, options)));

  add('remove', 'delete a model that is not in use')
    .argument('<model>', REFERENCE)
    .action((reference: string, options: DataDir) => run(({ remove }) => remove(reference, options)));
}

async function run(command: (commands: typeof import('../model/model-commands')) => Promise<number>): Promise<void> {
  process.exitCode = await command(await import('../model/model-commands'));
}
