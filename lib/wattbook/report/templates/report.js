"use strict";
(function () {
  document.documentElement.classList.add("scripted");

  // Live charts take the place of the drawings; where one fails, its drawing stays.
  var embed = window.vegaEmbed;
  document.querySelectorAll("figure.chart").forEach(function (figure) {
    if (!embed) return;
    var live = figure.querySelector(".live");
    var data = figure.querySelector('script[type="application/vnd.vegalite+json"]');
    figure.classList.add("drawing");
    embed(live, JSON.parse(data.textContent), { actions: false, renderer: "svg", tooltip: { theme: "custom" } }).then(
      function () { figure.classList.remove("drawing"); figure.classList.add("drawn"); },
      function (error) { figure.classList.remove("drawing"); live.remove(); console.error(error); }
    );
  });

  // One quiet control opens or folds all code.
  var control = document.getElementById("code-switch");
  if (control && document.querySelector("details.code")) {
    control.hidden = false;
    control.addEventListener("click", function () {
      var open = control.getAttribute("aria-pressed") !== "true";
      control.setAttribute("aria-pressed", String(open));
      document.body.classList.toggle("with-code", open);
      document.querySelectorAll("details.code").forEach(function (one) { one.open = open; });
    });
  }

  // The section in view is marked in the contents.
  var links = {};
  document.querySelectorAll("nav.contents.side a").forEach(function (a) { links[a.hash.slice(1)] = a; });
  var heads = Object.keys(links).map(function (id) { return document.getElementById(id); });
  function mark() {
    var current = null;
    heads.forEach(function (head) { if (head && head.getBoundingClientRect().top < 140) current = head.id; });
    Object.keys(links).forEach(function (id) { links[id].classList.toggle("here", id === current); });
  }
  if (heads.length) { document.addEventListener("scroll", mark, { passive: true }); mark(); }
})();
