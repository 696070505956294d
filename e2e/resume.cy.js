// What a reader of the live page counts on. The counter is read, but never asked to count.

const SITE = Cypress.config("baseUrl");
// The local stack: no authority vouches for its certificate, and its S3 answers 403 where a file is missing.
const LOCAL = new URL(SITE).hostname.endsWith(".localhost");
const VISITORS = 1234;
const COUNT = { method: "POST", pathname: "/api/visits" };

const answer = (response) => cy.intercept(COUNT, response).as("count");

// Waits for the stub's answer: what is still under way when a test ends is let through to the site.
const open = () => {
  cy.visit("/");
  cy.wait("@count");
};

const showsTheResume = () => {
  cy.request("/resume.json").then(({ body: { basics: { name, label } = {} } }) => {
    for (const text of [name, label].filter(Boolean)) cy.contains("header", text).should("be.visible");
  });
  cy.request("/").then(({ body }) => {
    const { textContent } = new DOMParser().parseFromString(body, "text/html").querySelector("main");
    cy.get("main").should("have.text", textContent);
  });
};

beforeEach(() => {
  answer({ body: { visitors: VISITORS, visits: 5678 } });
});

describe("the page", () => {
  if (SITE.startsWith("https:") && !LOCAL) {
    it("has a certificate to trust", () => {
      cy.task("statusIfTrusted", SITE).should("equal", 200);
    });
  }

  it("shows the resume", () => {
    open();
    showsTheResume();
  });

  it("has links that work", () => {
    open();
    cy.get("[href], [src]").each(([element]) => {
      const url = new URL(element.href ?? element.src); // throws where it is malformed
      expect(url.protocol).to.be.oneOf(["https:", "http:", "mailto:", "tel:", "data:"]);
      if (url.origin === SITE) cy.request(url.href);
    });
  });

  it("offers the PDF", () => {
    open();
    cy.get("a[download][href$='.pdf']").then(([{ href }]) => {
      cy.request({ url: href, encoding: "binary" }).then(({ headers, body }) => {
        expect(headers["content-type"]).to.equal("application/pdf");
        expect(body.slice(0, 5)).to.equal("%PDF-");
      });
    });
  });

  it("asks nobody else for anything", () => {
    const origins = new Set();
    cy.intercept({ url: "**", middleware: true }, ({ url }) => {
      origins.add(new URL(url).origin);
    });
    open();
    cy.wrap(origins).should("deep.equal", new Set([SITE]));
  });

  if (!LOCAL) {
    it("is where an address without a page leads", () => {
      cy.request({ url: "/nonesuch", failOnStatusCode: false }).its("status").should("equal", 404);
      cy.visit("/nonesuch", { failOnStatusCode: false });
      cy.get("a[href='/']").click();
      cy.wait("@count");
      showsTheResume();
    });
  }
});

describe("the counter", () => {
  it("is shown as a number", () => {
    open();
    cy.get("html").then(([{ lang }]) => {
      cy.get("#visitors").should("be.visible").and("contain.text", VISITORS.toLocaleString(lang));
    });
  });

  it("can be read", () => {
    cy.request("/api/visits").then(({ body }) => {
      for (const number of [body.visitors, body.visits]) expect(Number.isSafeInteger(number)).to.equal(true);
    });
  });

  // Somebody may visit a live site meanwhile, but hardly each time.
  it("is not raised by these tests", { retries: 2 }, () => {
    const read = () => cy.request("/api/visits").its("body.visits");
    read().then((before) => {
      open();
      read().should("equal", before);
    });
  });

  it("leaves the page whole when it fails", () => {
    answer({ statusCode: 500, body: { message: "Internal Server Error" } });
    open();
    showsTheResume();
    cy.get("#visitors").should("have.text", "");
  });

  // By no intercept: with forceNetworkError the browser tries again, and its POSTs reach the site.
  it("leaves the page whole when it can't be reached", () => {
    cy.visit("/", {
      onBeforeLoad: (window) => cy.stub(window, "fetch").rejects(new TypeError("Failed to fetch")).as("fetch"),
    });
    cy.get("@fetch").should("have.been.calledOnceWith", COUNT.pathname);
    showsTheResume();
    cy.get("#visitors").should("have.text", "");
  });
});
