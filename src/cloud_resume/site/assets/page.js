const count = async () => {
  const response = await fetch("/api/visits", { method: "POST" });
  const { visitors } = await response.json();
  const { lang } = document.documentElement;
  const place = document.getElementById("visitors");
  const { one, other } = place.dataset;
  place.textContent = `${visitors.toLocaleString(lang)} ${visitors === 1 ? one : other}`;
};
const visit = () => location.protocol == "file:" || count().catch(() => {});

if (document.prerendering) document.addEventListener("prerenderingchange", visit, { once: true });
else visit();
