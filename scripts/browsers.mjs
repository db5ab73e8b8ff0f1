// The browsers of the tests: found where they usually are, or brought.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { answers, giveUp, root, run, say } from './tools.mjs';

/** Flags that keep a headless Chromium quiet: it must ask nobody but the page's own server. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const BROWSERS = {
  chromium: {
    variable: 'CHROMIUM_PATH',
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
    places: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    debian: 'chromium',
  },
  firefox: {
    variable: 'FIREFOX_PATH',
    programs: ['firefox-esr', 'firefox'],
    places: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
    debian: 'firefox-esr',
  },
};

/** The path of a browser's program on this machine, or nothing. */
export function findBrowser(name) {
  const { variable, programs, places } = BROWSERS[name];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [
    process.env[variable],
    ...programs.flatMap((p) => folders.map((folder) => join(folder, p))),
    ...places,
    downloaded(name),
  ];
  return candidates.find((path) => path && existsSync(path));
}

/** The path of a browser's program, which is brought if it is missing: by apt where that may be, else by the test driver. */
export function bringBrowser(name) {
  const found = findBrowser(name);
  if (found) return found;
  const { debian, variable } = BROWSERS[name];
  if (process.getuid?.() === 0 && answers('apt-get')) {
    say(`Installing ${debian} with apt-get, for the browser tests`);
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debian], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } else {
    say(`Downloading ${name} with the test driver, for the browser tests`);
    spawnSync(process.execPath, ['node_modules/playwright-core/cli.js', 'install', name], {
      cwd: root,
      stdio: 'inherit',
    });
  }
  return (
    findBrowser(name) ??
    giveUp(
      `No ${name} was found, and none could be brought. Install ${debian}, or name its program: ${variable}=/path/to/${name} npm test`,
    )
  );
}

/** Where the test driver's own download lies. Its Firefox is a patched one, which serves as well. */
function downloaded(name) {
  const script = `import('playwright-core').then((p) => process.stdout.write((p.default ?? p)['${name}'].executablePath()))`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
  return stdout || undefined;
}
