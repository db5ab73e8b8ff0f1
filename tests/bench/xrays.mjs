// The generated X-rays as files, for benchmarks: made once by the command line, which draws what the page does.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { giveUp, root } from '../../scripts/tools.mjs';

export const FILES = 200;

export const folder = join(root, 'target/xrays');

export const toasters = join(root, 'target/release', process.platform === 'win32' ? 'toasters.exe' : 'toasters');

/** Builds the command, and has it write the files unless they are there. */
export function makeXrays() {
  run('cargo', ['build', '--quiet', '--release', '--locked', '--package', 'cli']);
  if (!existsSync(folder) || readdirSync(folder).length !== FILES)
    run(toasters, ['xrays', folder, '--count', String(FILES)]);
}

/** A command's output. */
export function run(command, words) {
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0) giveUp(`${command} failed: ${error?.message ?? stderr}`);
  return stdout;
}
