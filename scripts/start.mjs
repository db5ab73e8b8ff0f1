// npm start: builds everything and serves it on loopback, isolated. PORT chooses the port.

import { build } from './build.mjs';
import { serve } from './serve.mjs';
import { giveUp, say } from './tools.mjs';

build();
const port = Number(process.env.PORT ?? 8080);
const { url } = await serve({ port }).catch((error) =>
  giveUp(error.code === 'EADDRINUSE' ? `Port ${port} is taken. Choose another: PORT=8081 npm start` : error.message),
);
say(`Four Toasters is ready at ${url}  (Ctrl+C ends it)`);
