// The usual Express server for Stripe's webhooks, as its documentation shows it. MODE says what it does with an event:
//   verify   nothing more
//   insert   one INSERT, committed before the answer
//   send     the same, then a persistent message, confirmed by the broker before the answer
import express from 'express';
import pg from 'pg';
import stompit from 'stompit';
import Stripe from 'stripe';
import { promisify } from 'node:util';

const { MODE, PORT, STRIPE_WEBHOOK_SECRET, DATABASE_URL, STOMP_PORT, BROKER_USER, BROKER_PASSWORD, POOL } = process.env;
const stripe = new Stripe('sk_test_unused');

async function inserter() {
  const pool = new pg.Pool({ connectionString: DATABASE_URL, max: Number(POOL ?? 10) });
  await pool.query(
    'CREATE TABLE IF NOT EXISTS event (id text PRIMARY KEY, type text NOT NULL, payload text NOT NULL,' +
      ' received_at timestamptz NOT NULL DEFAULT now())',
  );
  return (event, body) =>
    pool.query({
      name: 'insert',
      text: 'INSERT INTO event (id, type, payload) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING',
      values: [event.id, event.type, body],
    });
}

async function sender() {
  const client = await promisify(stompit.connect)({
    host: '127.0.0.1',
    port: Number(STOMP_PORT),
    noDelay: true, // a frame is several writes: the last one would wait for the broker to acknowledge the first
    connectHeaders: { host: '/', login: BROKER_USER, passcode: BROKER_PASSWORD },
  });
  client.setMaxListeners(0);
  return (event, body) =>
    new Promise((resolve, reject) => {
      const headers = { destination: '/queue/stripe.payments.succeeded', persistent: 'true', stripeEventId: event.id };
      client.send(headers, { onReceipt: resolve, onError: reject }).end(body);
    });
}

const insert = MODE === 'verify' ? async () => {} : await inserter();
const send = MODE === 'send' ? await sender() : async () => {};

const app = express();
app.post('/webhooks/stripe', express.raw({ type: 'application/json', limit: '1mb' }), async (request, response) => {
  let event;
  try {
    event = stripe.webhooks.constructEvent(request.body, request.headers['stripe-signature'], STRIPE_WEBHOOK_SECRET);
  } catch (error) {
    response.status(400).send(`Webhook Error: ${error.message}`);
    return;
  }
  try {
    const body = request.body.toString();
    await insert(event, body);
    await send(event, body);
    response.json({ received: true });
  } catch (error) {
    console.error(error);
    response.status(503).end();
  }
});
app.listen(Number(PORT), '127.0.0.1', () => console.log('ready'));
