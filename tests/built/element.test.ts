// The custom element as it is given away: small, one file, typed.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const LARGEST_BYTES = 15_000;
/** Most of it is the font, 44 kB. */
const LARGEST_EXPORTS_BYTES = 65_000;

test.each(['four-toasters.js', 'four-toasters.classic.js'])('%s is one file of 15 kB at most, compressed', (name) => {
  const code = readFileSync(`dist/element/${name}`);
  expect(gzipSync(code).length).toBeLessThan(LARGEST_BYTES);
  // The one import there may be is that of what makes files, when somebody wants one.
  expect(code.toString()).not.toMatch(/\bimport\s*["'{*]|\bfrom\s*["']|\bimport\(\s*["']/);
  expect(code.toString()).toContain('four-toasters-replay');
});

test.each(['four-toasters-exports.js', 'four-toasters-exports.classic.js'])(
  '%s makes files with nothing but what is inside: its font is, and no worker',
  (name) => {
    const code = readFileSync(`dist/element/${name}`, 'utf8');
    expect(gzipSync(code).length).toBeLessThan(LARGEST_EXPORTS_BYTES);
    expect(code.match(/data:font\/woff2;base64,d09G/g)).toHaveLength(2);
    expect(code).not.toMatch(/\bimport\b|\bnew Worker\b|WebAssembly/);
    // It names one address, and asks none: the namespace of SVG.
    const hosts = [...code.matchAll(/https?:\/\/([\w.-]+)/g)].map(([, host]) => host);
    expect(new Set(hosts)).toEqual(new Set(['www.w3.org']));
  },
);

test('a page in TypeScript compiles against the package’s types', () => {
  const folder = mkdtempSync(join(tmpdir(), 'four-toasters-types-'));
  try {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(resolve('dist/element'), join(folder, 'node_modules', 'four-toasters-element'));
    const compile = (page: string): string => {
      writeFileSync(join(folder, 'page.ts'), page);
      const options = '--noEmit --strict --target es2022 --module esnext --moduleResolution bundler --types'.split(' ');
      try {
        const tsc = resolve('node_modules/typescript/bin/tsc');
        return execFileSync(process.execPath, [tsc, ...options, '', 'page.ts'], { cwd: folder, encoding: 'utf8' });
      } catch (error) {
        return String((error as { stdout: unknown }).stdout);
      }
    };
    const page = `
      import { FourToasters, type Report, type Tier } from 'four-toasters-element';
      const element: FourToasters = document.createElement('four-toasters');
      element.addEventListener('report', ({ detail }) => { const report: Report = detail; console.log(report.version); });
      element.addEventListener('progress', ({ detail }) => detail.toFixed(1));
      void element.file('png', { scale: 4, theme: 'dark' }).then(({ name, size }) => console.log(name, size));
      const tier: Tier | undefined = element.tier;
      void element.run().then(() => element.stop());
      export { tier };`;
    expect(compile(page)).toBe('');
    // What is wrong is found.
    expect(compile(page.replace('element.stop()', 'element.halt()'))).toContain('halt');
    expect(compile(page.replace("'png'", "'gif'"))).toContain('gif');
    expect(compile(page.replace('scale: 4', 'scale: 5'))).toContain("Type '5'");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
