// What a page looks like, measured in the browser: each function lists what is wrong.
window.look = (() => {
  const TOO_CLOSE = 1;  // px that two boxes may share
  const SHORT = 40;  // characters of an element or a text in a message
  const cut = text => text.trim().replace(/\s+/g, " ").slice(0, SHORT);

  function undrawn() {
    return [...document.querySelectorAll("figure")]
      .filter(one => one.querySelector('script[type="application/vnd.vegalite+json"]'))
      .filter(one => !one.querySelector(".vega-embed svg") || one.querySelector(".vega-embed").clientHeight < SHORT)
      .map(one => one.id || "a figure without id");
  }

  function wide() {
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    const out = [...document.body.querySelectorAll(":not(pre *)")].filter(e => e.getBoundingClientRect().right > page.clientWidth + 1);
    return [`the page is ${page.scrollWidth} px wide`, ...out.slice(0, 3).map(e => e.outerHTML.slice(0, 90))];
  }

  // Labels of live charts: inside their plot, and none over another.
  function labels() {
    const wrong = [];
    for (const plot of document.querySelectorAll(".plot")) {
      const name = plot.closest("figure").id, room = plot.getBoundingClientRect();
      const words = [...plot.querySelectorAll(".live svg text")].filter(one => Number(getComputedStyle(one).opacity) > 0)
        .flatMap(one => one.querySelector("tspan") ? [...one.querySelectorAll("tspan")] : [one]).filter(one => one.textContent.trim())
        .map(one => ({ text: cut(one.textContent), box: one.getBoundingClientRect() }));
      for (const { text, box } of words)
        if (box.left < room.left - TOO_CLOSE || box.right > room.right + TOO_CLOSE)
          wrong.push(`${name}: '${text}' is cut: ${Math.round(box.left)} to ${Math.round(box.right)} in ${Math.round(room.left)} to ${Math.round(room.right)}`);
      words.forEach((one, place) => words.slice(place + 1).forEach(other => {
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        // The box of a line of text is taller than its letters by about a quarter at both ends.
        if (across > TOO_CLOSE && down > one.box.height / 4) wrong.push(`${name}: '${one.text}' meets '${other.text}'`);
      }));
    }
    return wrong;
  }

  function colour(text) {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return [r, g, b, a];
  }
  const over = ([r, g, b, a], under) => [r, g, b].map((one, place) => one * a + under[place] * (1 - a));
  function luminance(rgb) {
    const part = rgb.map(one => one / 255).map(one => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
  }
  function paper(element) {
    for (let one = element; one; one = one.parentElement) {
      const found = colour(getComputedStyle(one).backgroundColor);
      if (found[3] === 1) return found.slice(0, 3);
    }
    return [255, 255, 255];
  }

  // Words of cards and charts that stand out from their paper by less than 4.5 to 1 (WCAG 2.1, 1.4.3).
  function faint() {
    const told = new Set();
    for (const one of document.querySelectorAll("figure.card *, .wb-answer *, details.folded > summary")) {
      const own = [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
      if (!own || !one.getClientRects().length || one.closest("script") || one.closest(".static")) continue;
      const style = getComputedStyle(one), under = paper(one), text = one.closest("text");
      let ink = colour(text ? getComputedStyle(text).fill : style.color);
      for (let up = one; up; up = up.parentElement) ink[3] *= Number(getComputedStyle(up).opacity);
      if (text) ink[3] *= Number(getComputedStyle(text).fillOpacity);
      if (ink[3] === 0) continue;
      const [low, high] = [luminance(over(ink, under)), luminance(under)].sort((a, b) => a - b);
      const ratio = (high + 0.05) / (low + 0.05);
      if (ratio < 4.5) told.add(`${one.closest("figure")?.id ?? "page"}: '${cut(one.textContent)}' stands out by ${ratio.toFixed(2)} to 1`);
    }
    return [...told].slice(0, 5);
  }

  function stops() {
    const first = document.querySelector("figure.card");
    const held = [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")]
      .filter(one => one.tabIndex >= 0 && one.getClientRects().length);
    return first ? held.filter(one => one.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING).length : 0;
  }

  function astray() {
    return [...new Set([...document.querySelectorAll("a[href^='#']")].map(one => one.getAttribute("href")))]
      .filter(link => !link.includes("=") && !document.getElementById(decodeURIComponent(link.slice(1))));  // "=": what is set, no place
  }

  return { astray, undrawn, wide, labels, faint, stops };
})();
