// graphile-worker: one job an event, each sends one persistent message over STOMP and waits for the broker's receipt, as
// express/server.mjs does. It runs between the lines begin and end of its input, and says ready, begun and ended.
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import stompit from 'stompit';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const CONCURRENCY = 20; // of what was tried, the fastest
// jobs are fetched and completed many at a time, as its documentation advises for a high throughput
const preset = { worker: { localQueue: { size: 100 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

const { DATABASE_URL, STOMP_PORT, BROKER_USER, BROKER_PASSWORD } = process.env;
// two lines a job, which its own logger prints, would cost as much as the job
const logger = new Logger(() => (level, message) => ['error', 'warning'].includes(level) && console.error(message));

const client = await promisify(stompit.connect)({
  host: '127.0.0.1',
  port: Number(STOMP_PORT),
  noDelay: true,
  connectHeaders: { host: '/', login: BROKER_USER, passcode: BROKER_PASSWORD },
});
client.setMaxListeners(0);

const send = (event) =>
  new Promise((resolve, reject) => {
    const headers = { destination: '/queue/stripe.payments.succeeded', persistent: 'true', stripeEventId: event.id };
    client.send(headers, { onReceipt: resolve, onError: reject }).end(JSON.stringify(event));
  });

const pgPool = new pg.Pool({ connectionString: DATABASE_URL, max: CONCURRENCY + 2 });
const utils = await makeWorkerUtils({ pgPool, logger });
await utils.migrate();
console.log('ready');

let runner;
for await (const command of createInterface({ input: process.stdin })) {
  if (command === 'begin') {
    runner = await run({ pgPool, logger, preset, concurrency: CONCURRENCY, noHandleSignals: true, taskList: { send } });
    console.log('begun');
  } else {
    await runner.stop();
    console.log('ended');
  }
}
