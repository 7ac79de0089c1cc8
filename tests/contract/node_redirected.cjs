// Sends what a program asks of the operator's host to the emulated operator: node --require THIS …, OPERATOR=url.
const http = require("node:http");
const https = require("node:https");

const operator = new URL(process.env.OPERATOR);
https.request = (options, done) =>
  http.request(
    {
      ...options,
      protocol: operator.protocol,
      host: operator.hostname,
      hostname: operator.hostname,
      port: operator.port,
      agent: undefined,
    },
    done,
  );
