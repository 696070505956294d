// Measures how a page is set, by what the browser has drawn; `selector` finds the dates where their text does not. Lengths are in CSS pixels.
(selector) => {
  const SENTENCE = 80; // characters: what is longer is running text, what is shorter may be a list of words
  const DATE = /^((jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?|present|current|now|today|to|[\d\s\/,.-]|–|—)+$/i;
  const blocks = new Set(["block", "flex", "flow-root", "grid", "list-item", "table-cell", "table"]);
  const style = (element) => getComputedStyle(element);

  const begin = (element) => element.textContent.trim().slice(0, 40);
  const seen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && style(element).visibility === "visible";
  };
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (data.trim() && !parentElement.closest("script, style, noscript") && seen(parentElement)) texts.push(walker.currentNode);
  }
  const elements = [...new Set(texts.map((text) => text.parentElement))];

  // Colours

  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const over = ([r, g, b, a], ground) => [r, g, b].map((channel, i) => (channel * a + ground[i] * (255 - a)) / 255);
  const ground = (element) => {
    if (!element) return rgba("Canvas").slice(0, 3);
    const color = rgba(style(element).backgroundColor);
    return color[3] === 255 ? color.slice(0, 3) : over(color, ground(element.parentElement));
  };
  // https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
  const luminance = (color) => {
    const [r, g, b] = color.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const hue = ([r, g, b]) => {
    const high = Math.max(r, g, b);
    const range = high - Math.min(r, g, b);
    if (range < 48) return null; // an ink, not a colour
    if (high === r) return (60 * ((g - b) / range) + 360) % 360;
    return high === g ? 60 * ((b - r) / range) + 120 : 60 * ((r - g) / range) + 240;
  };
  const hues = [];
  for (const element of document.querySelectorAll("body, body *:not(img)")) {
    if (element.closest("script, style") || !seen(element)) continue;
    const { color, backgroundColor, borderTopColor, borderTopWidth, borderInlineStartColor, borderInlineStartWidth } = style(element);
    const used = [backgroundColor];
    if (elements.includes(element) || element.closest("svg")) used.push(color);
    if (parseFloat(borderTopWidth)) used.push(borderTopColor);
    if (parseFloat(borderInlineStartWidth)) used.push(borderInlineStartColor);
    for (const [r, g, b, a] of used.map(rgba)) {
      const found = a > 32 ? hue([r, g, b]) : null;
      if (found !== null && !hues.some((h) => Math.min(Math.abs(h - found), 360 - Math.abs(h - found)) < 20)) hues.push(found);
    }
  }

  // Lines

  const inBlock = (element) => (blocks.has(style(element).display) ? element : inBlock(element.parentElement));
  const lines = (nodes) => {
    const found = [];
    for (const node of nodes) {
      const range = document.createRange();
      for (let i = 0; i < node.data.length; i++) {
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const { top, bottom, left, right, width } = range.getBoundingClientRect();
        if (!width) continue; // white space that is folded away
        const line = found.at(-1);
        if (line && Math.min(bottom, line.bottom) - Math.max(top, line.top) > (bottom - top) / 2) {
          line.count += 1;
          line.left = Math.min(line.left, left);
          line.right = Math.max(line.right, right);
        } else found.push({ top, bottom, left, right, count: 1, node });
      }
    }
    return found;
  };
  const paragraphs = new Map();
  for (const text of texts) {
    const block = inBlock(text.parentElement);
    paragraphs.set(block, [...(paragraphs.get(block) ?? []), text]);
  }
  const every = [];
  const running = [];
  const characters = (set) => set.reduce((sum, line) => sum + line.count, 0);
  for (const [block, nodes] of paragraphs) {
    const set = lines(nodes);
    every.push(...set);
    if (set.length < 2 || characters(set) < SENTENCE) continue;
    const size = parseFloat(style(block).fontSize);
    running.push({
      text: begin(block),
      characters: characters(set.slice(0, -1)) / (set.length - 1),
      size,
      leading: parseFloat(style(block).lineHeight) / size || 1.2, // what browsers do where nothing is said
    });
  }

  // Dates

  const baseline = (element) => {
    const probe = document.createElement("span");
    probe.style.cssText = "display: inline-block; inline-size: 0; block-size: 0; margin: 0; padding: 0";
    element.prepend(probe);
    const { bottom } = probe.getBoundingClientRect();
    probe.remove();
    return bottom;
  };
  const advance = (element, text) => {
    const probe = document.createElement("span");
    probe.style.cssText = "position: absolute; visibility: hidden; white-space: pre";
    probe.textContent = text;
    element.append(probe);
    const { width } = probe.getBoundingClientRect();
    probe.remove();
    return width;
  };
  const dated = [...document.querySelectorAll(selector ?? "body *")].filter((element) => {
    const text = element.textContent.trim();
    return seen(element) && (selector || (/\b(19|20)\d\d\b/.test(text) && DATE.test(text)));
  });
  const dates = dated.filter((e) => !dated.includes(e.parentElement)).map((element) => {
    const own = lines(texts.filter((text) => element.contains(text)));
    const place = every.findIndex(({ node }) => element.contains(node));
    const beside = (line) => line && !element.contains(line.node) && line.top < own[0].bottom && line.bottom > own[0].top;
    const title = [...every.slice(0, place).reverse(), ...every.slice(place + own.length)].find(beside)?.node.parentElement; // of which the date may stand beside the first line alone
    return {
      text: element.textContent.trim().replace(/\s+/g, " "),
      tabular: Math.abs(advance(element, "1111") - advance(element, "0000")) < 0.1,
      lines: own.length,
      left: own[0].left,
      right: own[0].right,
      baseline: title ? Math.abs(baseline(title) - baseline(element)) : null,
    };
  });

  // Space around headings

  const heading = "h1, h2, h3, h4, h5, h6";
  const headings = [...document.querySelectorAll("h2, h3, h4, h5, h6")].map((element) => {
    const first = every.findIndex(({ node }) => element.contains(node));
    if (first < 1) return null;
    const own = every.filter(({ node }) => element.contains(node));
    const [top, bottom] = [own[0].top, own.at(-1).bottom];
    const before = every[first - 1];
    const after = every.slice(first + own.length).find(({ node }) => !dated.some((date) => date.contains(node)));
    if (!after || after.bottom < top || before.bottom > top + 4 || before.node.parentElement.closest(heading)) return null;
    return { text: begin(element), above: top - before.bottom, below: Math.max(0, after.top - bottom) };
  }).filter(Boolean);

  const plates = [...document.querySelectorAll("body *")].filter((element) => {
    const { boxShadow, borderTopWidth, borderBottomWidth, borderLeftWidth, borderRightWidth } = style(element);
    const borders = [borderTopWidth, borderBottomWidth, borderLeftWidth, borderRightWidth];
    const stands = contrast(ground(element), ground(element.parentElement)) > 1.02;
    return seen(element) && begin(element) && (stands || boxShadow !== "none" || borders.every(parseFloat));
  });

  return {
    blocks: running,
    sizes: [...new Set(elements.map((element) => parseFloat(style(element).fontSize)))].sort((a, b) => a - b),
    families: [...new Set(elements.map((element) => style(element).fontFamily))],
    hues: hues.map(Math.round),
    headings,
    dates,
    contrast: Math.min(...elements.map((e) => contrast(over(rgba(style(e).color), ground(e)), ground(e)))),
    targets: [...document.querySelectorAll("a[href], button, input, summary")].filter(seen).map((e) => {
      const { width, height } = e.getBoundingClientRect();
      return { text: begin(e), width, height };
    }),
    plates: plates.map((element) => element.outerHTML.slice(0, 80)),
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}
