// Reads events from a queue over STOMP, one at a time, and prints a line for each.
//
//   node consumer.mjs [queue] [--host 127.0.0.1] [--port 61613] [--count N] [--raw FILE]
//
// --count N   ends after N events; without it, it runs until Ctrl-C
// --raw FILE  writes the last event's body to FILE, byte for byte as Stripe sent it
// A broker that wants a login gets it from the variables STOMP_LOGIN and STOMP_PASSCODE.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import stompit from 'stompit';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '61613' },
    count: { type: 'string', default: 'Infinity' },
    raw: { type: 'string' },
  },
});
const queue = positionals[0] ?? 'stripe.payments.succeeded';
let wanted = Number(options.count);

/** Your work goes here. An event may come twice: make this safe to repeat for one stripeEventId. */
async function fulfil(headers, body) {
  const event = JSON.parse(body.toString('utf8'));
  if (options.raw) {
    writeFileSync(options.raw, body);
  }
  const mode = headers.stripeLivemode === 'true' ? 'live' : 'test';
  console.log(headers.stripeEventId, headers.stripeEventType, event.data?.object?.id ?? '-', `${body.length} bytes`, mode);
}

/** Reads the body as bytes; a string would already have been decoded. */
async function bytesOf(message) {
  const chunks = [];
  for await (const chunk of message) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Works on one event, then acknowledges it. What throws here ends in a new connection and a new delivery. */
async function receive(client, message) {
  const body = await bytesOf(message);
  await fulfil(message.headers, body);
  client.ack(message); // only now may the broker forget it
  wanted -= 1;
  if (wanted === 0) {
    client.disconnect(() => process.exit(0)); // the broker confirms after it has seen the ack
  }
}

const broker = {
  host: options.host,
  port: Number(options.port),
  connectHeaders: {
    'accept-version': '1.2',
    'heart-beat': '5000,5000',
    ...(process.env.STOMP_LOGIN && { login: process.env.STOMP_LOGIN, passcode: process.env.STOMP_PASSCODE }),
  },
};
// Tries again for ever, waiting 1 s after the first failure and 30 s at most.
const connections = new stompit.ConnectFailover([broker], { initialReconnectDelay: 1000, maxReconnectDelay: 30000 });
connections.on('error', (error) => console.error(`Broker away, trying again: ${error.message}`));

connections.connect((error, client, reconnect) => {
  if (error) {
    console.error(`No broker: ${error.message}`);
    process.exit(1);
  }
  let lost = false;
  const lose = (cause) => {
    if (!lost && wanted > 0) {
      lost = true;
      console.error(`Connection lost, connecting again: ${cause.message}`);
      client.destroy(); // what was not acknowledged is delivered again
      reconnect();
    }
  };
  client.on('error', lose);
  console.error(`Waiting for events on ${queue}`);
  const subscription = { destination: `/queue/${queue}`, ack: 'client-individual', 'activemq.prefetchSize': '1' };
  client.subscribe(subscription, (failure, message) => {
    if (failure) {
      lose(failure);
    } else {
      receive(client, message).catch(lose);
    }
  });
});
