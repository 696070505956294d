// Scores a site's answers, given as JSON on standard input, by the Observatory's own tests and grades.

import { existsSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { AxiosHeaders } from "axios";
import { ALL_TESTS } from "@mdn/mdn-http-observatory/src/constants.js";
import { MINIMUM_SCORE_FOR_EXTRA_CREDIT } from "@mdn/mdn-http-observatory/src/grader/charts.js";
import { getGradeForScore, getScoreModifier } from "@mdn/mdn-http-observatory/src/grader/grader.js";
import { Session } from "@mdn/mdn-http-observatory/src/retriever/session.js";
import { parseHttpEquivHeaders } from "@mdn/mdn-http-observatory/src/retriever/utils.js";
import { Requests } from "@mdn/mdn-http-observatory/src/types.js";

// Its install script would fetch the list of the hosts that browsers know to be HTTPS only. None is one of CloudFront's.
const preloaded = fileURLToPath(import.meta.resolve("@mdn/mdn-http-observatory/conf/hsts-preload.json"));
if (!existsSync(preloaded)) writeFileSync(preloaded, "{}");

const { page, plain, preflight } = JSON.parse(await text(process.stdin));

// What its retriever makes of a host's answers. It would ask a port without TLS too, which the emulator has not.
const response = ({ url, status, headers, body }) => ({
  status,
  headers: new AxiosHeaders(headers),
  data: body,
  verified: true,
  request: { res: { responseUrl: url } },
});
const site = new URL(page.url);
const requests = new Requests(site.hostname);
requests.session = new Session(site);
requests.resources.path = page.body;
requests.responses.auto = { ...response(page), httpEquiv: parseHttpEquivHeaders(page.body, page.url) };
requests.responses.https = response(page);
requests.responses.http = response(page);
requests.responses.cors = response(preflight);
requests.responses.httpsRedirects = [{ url: site, status: page.status }];
requests.responses.httpRedirects = [
  { url: new URL(plain.url), status: plain.status },
  { url: new URL(plain.headers.location), status: page.status },
];

const results = ALL_TESTS.map((test) => test(requests)).map(({ result }) => [result, getScoreModifier(result)]);
const sum = (modifiers) => modifiers.reduce((total, [, modifier]) => total + modifier, 100);
const deducted = sum(results.filter(([, modifier]) => modifier < 0));
const score = deducted < MINIMUM_SCORE_FOR_EXTRA_CREDIT ? deducted : sum(results);
console.log(JSON.stringify({ ...getGradeForScore(score), results: Object.fromEntries(results) }));
