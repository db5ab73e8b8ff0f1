// What the other scripts share: saying what is done, running a program, and bringing what is missing.
// Nothing from node_modules is imported here: it may not be there yet.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

let said = performance.now();

/** Says what is done now, and how long what was said before took. */
export function say(what) {
  const took = (performance.now() - said) / 1000;
  if (took >= 5) console.log(`  ${took.toFixed(0)} s`);
  said = performance.now();
  console.log(`\n▸ ${what}`);
}

/** Ends the script with a sentence that says what to do. */
export function giveUp(sentence) {
  console.error(`\n✗ ${sentence}`);
  process.exit(1);
}

/** Whether a program answers. */
export function answers(command, args = ['--version'], options = {}) {
  return spawnSync(command, args, { cwd: root, stdio: 'ignore', ...options }).status === 0;
}

/** Runs a program to its end; the script ends with it if it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) giveUp(`${command} could not be started: ${error.message}`);
  if (status !== 0) giveUp(`${[command, ...args].join(' ')} failed.`);
}

/** The files that cargo builds. */
export const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');

/**
 * Runs the project's own tool. It is built with the features of the whole workspace, as the tests are: built by itself, as `cargo xtask` does,
 * most of what it depends on would be compiled a second time.
 */
export function xtask(command) {
  run('cargo', ['build', '--workspace', '--all-features', '--locked', '--quiet', '--bin', 'xtask']);
  run(join(target, 'debug', process.platform === 'win32' ? 'xtask.exe' : 'xtask'), [command]);
}

/** Brings the pinned Rust toolchain, with rust-src and the wasm target, and the npm packages of the lock file. */
export function prepare() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    giveUp(`Node ${process.version} is too old: install Node 20.19 or later.`);
  }
  if (!answers('rustup')) {
    giveUp('rustup is missing. Install it as its site, rustup.rs, says, then run this again.');
  }
  if (!toolchainIsThere()) {
    say('Bringing the Rust toolchain that rust-toolchain.toml names');
    const { channel, components, targets } = toolchain();
    // Named one by one: only recent versions of rustup read the file for this command.
    const wanted = [
      '--profile',
      'minimal',
      ...components.flatMap((c) => ['--component', c]),
      ...targets.flatMap((t) => ['--target', t]),
    ];
    run('rustup', ['toolchain', 'install', channel, ...wanted]);
  }
  bringPackages('.');
}

/** Brings the npm packages of a folder's own lock file, unless they are there. */
export function bringPackages(folder) {
  const lock = join(root, folder, 'package-lock.json');
  const hash = createHash('sha256').update(readFileSync(lock)).digest('hex');
  const stamp = join(root, folder, 'node_modules/.four-toasters-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say(`Bringing the npm packages of ${join(folder, 'package-lock.json')}`);
  run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: join(root, folder) });
  writeFileSync(stamp, hash);
}

/** What rust-toolchain.toml asks for. */
function toolchain() {
  const text = readFileSync(join(root, 'rust-toolchain.toml'), 'utf8');
  const list = (name) => JSON.parse(new RegExp(`^${name} = (\\[.*\\])`, 'm').exec(text)[1]);
  return { channel: /^channel = "(.*)"/m.exec(text)[1], components: list('components'), targets: list('targets') };
}

function toolchainIsThere() {
  const { channel, components, targets } = toolchain();
  const has = (kind, names) => {
    const args = [kind, 'list', '--installed', '--toolchain', channel];
    const { status, stdout } = spawnSync('rustup', args, { cwd: root, encoding: 'utf8' });
    return status === 0 && names.every((name) => stdout.includes(name));
  };
  return has('component', components) && has('target', targets);
}
