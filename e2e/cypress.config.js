// How Cypress runs: against the site that $BASE_URL names, and leaving nothing behind but pictures of failures.

const https = require("node:https");

const { defineConfig } = require("cypress");

const { BASE_URL } = process.env;
if (!BASE_URL) throw new Error("BASE_URL is not set. It names the site to test: BASE_URL=https://example.com npm test");

// Cypress takes any certificate, in its browser and in Node, unless a request says otherwise.
const statusIfTrusted = (url) =>
  new Promise((resolve, reject) => {
    https
      .get(url, { rejectUnauthorized: true }, (response) => resolve(response.resume().statusCode))
      .on("error", reject);
  });

module.exports = defineConfig({
  e2e: {
    baseUrl: new URL(BASE_URL).origin, // a resume stands at the root of its host
    specPattern: "*.cy.js",
    supportFile: false,
    setupNodeEvents: (on) => {
      on("task", { statusIfTrusted });
    },
  },
  hosts: { "*.localhost": "127.0.0.1" }, // browsers take them for this machine; not every system does
  screenshotsFolder: "screenshots",
});
