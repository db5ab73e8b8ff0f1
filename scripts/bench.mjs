// npm run bench: the kernels and the page by themselves. npm run bench -- --peers: the kernels beside other image libraries.

await (process.argv.includes('--peers') ? import('../tests/bench/peers.mjs') : import('../tests/bench/page.mjs'));
