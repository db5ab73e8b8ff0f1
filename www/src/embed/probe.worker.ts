// Tells whether a worker here may start workers, and whether it got memory that it shares with who started it.

onmessage = ({ data }: MessageEvent<WebAssembly.Memory | null>): void => {
  const shared = typeof SharedArrayBuffer !== 'undefined' && data?.buffer instanceof SharedArrayBuffer;
  postMessage({ nested: typeof Worker === 'function', shared });
};
