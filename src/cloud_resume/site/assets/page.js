const count = async () => {
  const response = await fetch("/api/visits", { method: "POST" });
  const { visitors } = await response.json();
  const place = document.getElementById("visitors");
  const { lang } = place.closest("[lang]");
  const forms = place.dataset;
  const form = forms[new Intl.PluralRules(lang).select(visitors)] ?? forms.other;
  place.textContent = form.replace("#", visitors.toLocaleString(lang, { numberingSystem: "latn" }));
};
const whose = `${document.querySelector("h1").innerText} · `;
document.documentElement.style.setProperty("--whose", JSON.stringify(whose)); // for pages of paper

const visit = () => location.protocol == "file:" || count().catch(() => {});

if (document.prerendering) document.addEventListener("prerenderingchange", visit, { once: true });
else visit();
