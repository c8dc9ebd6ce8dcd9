"use strict";
(function () {
  // A link to an entry opens it; the filter hides what does not hold every word.
  var field = document.getElementById("filter"), told = document.querySelector("output");
  var entries = Array.from(document.querySelectorAll("details.entry")).map(function (one) {
    return { one: one, text: one.textContent.toLowerCase() };
  });
  function narrow() {
    var words = field.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
    entries.forEach(function (entry) {
      var holds = words.every(function (word) { return entry.text.includes(word); });
      entry.one.hidden = !holds;
      shown += holds ? 1 : 0;
    });
    document.querySelectorAll("main section").forEach(function (section) {
      section.hidden = !section.querySelector("details.entry:not([hidden])");
    });
    told.textContent = words.length ? shown + " of " + entries.length : "";
  }
  function open() {
    var aim = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!aim) return;
    if (aim.hidden) { field.value = ""; narrow(); }
    if (aim.tagName === "DETAILS") aim.open = true;
    aim.scrollIntoView();
  }
  field.addEventListener("input", narrow);
  window.addEventListener("hashchange", open);
  open();
})();
