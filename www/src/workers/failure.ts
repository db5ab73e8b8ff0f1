/** Why something failed inside a worker: a word for programs, a sentence for people. Plain, so that every browser can clone it. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/**
 * Makes a failure of whatever was thrown. The WebAssembly side throws failures already. A panic or a trap throws an error that says
 * little ("unreachable"): the panic's own words were left on the global object.
 */
export function failure(thrown: unknown): Failure {
  const { code, message } = (thrown ?? {}) as Partial<Failure>;
  if (typeof code === 'string' && typeof message === 'string') return { code, message };
  const words = (globalThis as { fourToastersLastWords?: string }).fourToastersLastWords;
  // Said once: what fails later has words of its own.
  delete (globalThis as { fourToastersLastWords?: string }).fourToastersLastWords;
  const said = words ?? (message || String(thrown));
  if (/memory allocation|out of memory|allocation failed/i.test(said)) {
    return {
      code: 'out-of-memory',
      message: 'The browser gave us too little memory for this picture. A smaller one will work.',
    };
  }
  return { code: 'crash', message: `The engine crashed: ${said.trim()}.` };
}
