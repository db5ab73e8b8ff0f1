// The custom element as it is given away: small, one file, typed.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const LARGEST_BYTES = 15_000;

test.each(['four-toasters.js', 'four-toasters.classic.js'])('%s is one file of 15 kB at most, compressed', (name) => {
  const code = readFileSync(`dist/element/${name}`);
  expect(gzipSync(code).length).toBeLessThan(LARGEST_BYTES);
  expect(code.toString()).not.toMatch(/\bimport\s*[("'{*]|\bfrom\s*["']/);
  expect(code.toString()).toContain('four-toasters-replay');
});

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
      const tier: Tier | undefined = element.tier;
      void element.run().then(() => element.stop());
      export { tier };`;
    expect(compile(page)).toBe('');
    // What is wrong is found.
    expect(compile(page.replace('element.stop()', 'element.halt()'))).toContain('halt');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
