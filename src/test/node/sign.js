'use strict';
// Reads a payload from standard input, prints the Stripe-Signature header for it. The secret is the first argument.
const Stripe = require('stripe');
const { readFileSync } = require('node:fs');

const stripe = new Stripe('sk_test_not_used');
const payload = readFileSync(0, 'utf8');
process.stdout.write(stripe.webhooks.generateTestHeaderString({ payload, secret: process.argv[2] }));
