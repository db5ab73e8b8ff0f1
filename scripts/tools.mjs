// What the other scripts share: saying what is done, running a program, and bringing what is missing.
// Nothing from node_modules is imported here: it may not be there yet.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Says what is done now. */
export function say(what) {
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

/** Runs a program beside others; resolves to what it said and whether it went well. */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, ...options });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/** Brings the pinned Rust toolchain, with rust-src and the wasm target, and the npm packages of the lock file. */
export function prepare() {
  if (Number(process.versions.node.split('.')[0]) < 20)
    giveUp(`Node ${process.version} is too old: install Node 20 or later.`);
  if (!answers('rustup')) {
    giveUp(
      'rustup is missing. Install it as its site, rustup.rs, says (on Debian: apt install rustup), then run this again.',
    );
  }
  if (!toolchainIsThere()) {
    say('Bringing the Rust toolchain that rust-toolchain.toml names');
    // Without arguments it reads rust-toolchain.toml: the version, its components and its target.
    run('rustup', ['toolchain', 'install']);
  }
  if (!packagesAreThere()) {
    say('Bringing the npm packages of package-lock.json');
    run('npm', ['ci', '--no-audit', '--no-fund']);
    writeFileSync(packagesStamp, lockHash());
  }
}

function toolchainIsThere() {
  const wanted = readFileSync(join(root, 'rust-toolchain.toml'), 'utf8');
  const channel = /channel = "(.*)"/.exec(wanted)?.[1];
  const list = (kind) =>
    spawnSync('rustup', [kind, 'list', '--installed', '--toolchain', channel], { cwd: root, encoding: 'utf8' });
  const [components, targets] = [list('component'), list('target')];
  return (
    components.status === 0 &&
    ['rust-src', 'rustfmt', 'clippy'].every((name) => components.stdout.includes(name)) &&
    targets.stdout.includes('wasm32-unknown-unknown')
  );
}

const packagesStamp = join(root, 'node_modules/.four-toasters-lock');

function packagesAreThere() {
  return existsSync(packagesStamp) && readFileSync(packagesStamp, 'utf8') === lockHash();
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}
