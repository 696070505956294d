// Reloads the page after an edit, and shows over it why an edit could not be built.
(() => {
  const { version } = document.currentScript.dataset;
  let events;
  let overlay;

  const element = (name, text, parent) => {
    const made = document.createElement(name);
    made.textContent = text;
    parent.append(made);
    return made;
  };

  const show = (problems) => {
    overlay?.remove();
    overlay = undefined;
    if (!problems.length) return;
    overlay = element("div", "", document.body);
    // A shadow tree, for the page's own style sheet is being worked on and may say anything about headings.
    const shadow = overlay.attachShadow({ mode: "open" });
    const sheet = element("link", "", shadow);
    sheet.rel = "stylesheet";
    sheet.href = "/_live.css";
    const alert = element("div", "", shadow);
    alert.className = "overlay problems";
    alert.role = "alert";
    alert.tabIndex = 0; // so that the keyboard can scroll it
    element("h2", "The last edit has problems; this is the page before it", alert);
    for (const problem of problems) element("pre", problem, alert);
  };

  const listen = () => {
    events = new EventSource("/_live");
    events.onmessage = ({ data }) => {
      const now = JSON.parse(data);
      if (now.version === version) return show(now.problems);
      events.close();
      // Tells the server, for the next few seconds, that the page view is not a new visit.
      document.cookie = "live-reload=1; Max-Age=3; Path=/api; SameSite=Strict";
      location.reload();
    };
  };

  // A browser opens six connections to one host: a tab in the background must not hold one of them.
  const attend = () => (document.hidden ? events?.close() : listen());
  document.addEventListener("visibilitychange", attend);
  attend();
})();
