const count = async () => {
  const response = await fetch("/api/visits", { method: "POST" });
  const { visitors } = await response.json();
  const { lang } = document.documentElement;
  const place = document.getElementById("visitors");
  const word = place.dataset[new Intl.PluralRules(lang).select(visitors)];
  place.textContent = `${visitors.toLocaleString(lang)} ${word}`;
};
const visit = () => location.protocol == "file:" || count().catch(() => {});

if (document.prerendering) document.addEventListener("prerenderingchange", visit, { once: true });
else visit();
