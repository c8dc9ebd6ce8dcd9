"use strict";
(function () {
  // Live charts take the place of the drawings; where one fails, its drawing stays. A folded one waits until it is opened.
  var embed = window.vegaEmbed;
  function draw(card) {
    var data = card.querySelector('script[type="application/vnd.vegalite+json"]');
    if (!embed || !data || card.dataset.drawn) return;
    card.dataset.drawn = "yes";
    card.classList.add("drawing");
    var wide = "containerSize()[0] > 0 ? containerSize()[0] : 680"; // a column may be measured before it is on the page
    var patch = ["init", "on/0/update"].map(function (one) { return { op: "replace", path: "/signals/0/" + one, value: wide }; });
    var spec = JSON.parse(data.textContent), room = card.querySelector(".plot").clientWidth;
    var narrow = spec.usermeta && spec.usermeta.narrow;
    if (narrow && room > 0 && room < ROOM) spec.height = narrow; // names stand above marks
    var usual = { ast: true, actions: false, renderer: "svg", tooltip: { theme: "custom" } };
    embed(card.querySelector(".live"), spec, spec.width === "container" ? Object.assign(usual, { patch: patch }) : usual).then(
      function () { card.classList.remove("drawing"); card.classList.add("drawn"); },
      function (error) { card.classList.remove("drawing"); console.error(error); }
    );
  }
  document.querySelectorAll("figure.card").forEach(function (card) {
    var folded = card.closest("details.folded");
    if (folded) folded.addEventListener("toggle", function () { if (folded.open) draw(card); });
    if (!folded || folded.open) draw(card);
  });

  // A link to what is folded opens it.
  function unfold() {
    var aim = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1))), closed = false;
    for (var one = aim; one; one = one.parentElement)
      if (one.tagName === "DETAILS" && !one.open) one.open = closed = true;
    if (closed) aim.scrollIntoView();
  }
  window.addEventListener("hashchange", unfold);
  unfold();

  // A picture that stands alone is made when it is asked for: the drawing on the page in its frame, in lines or in dots.
  var shades = SHADES;
  document.querySelectorAll(".more a[data-frame]").forEach(function (svg) {
    function lines() {
      var drawn = svg.closest("figure").querySelector(".static.wide svg").cloneNode(true);
      drawn.setAttribute("overflow", "visible");
      var text = new XMLSerializer().serializeToString(drawn).replace(/var\(--text-(\w+), currentColor\)/g, function (all, name) { return shades[name]; });
      return "data:image/svg+xml," + encodeURIComponent(svg.dataset.frame.replace("</g>", function (end) { return text.replace(/currentColor/g, shades.ink) + end; }));
    }
    var png = svg.cloneNode(true);
    png.textContent = "PNG";
    png.download = svg.download.replace(/svg$/, "png");
    svg.hidden = png.hidden = false;
    svg.href = png.href = "#" + svg.closest("figure").id;
    svg.addEventListener("click", function () { svg.href = lines(); });
    png.addEventListener("click", function (event) {
      if (png.href.startsWith("data:image/png")) return;
      event.preventDefault();
      var image = new Image();
      image.onload = function () {
        var canvas = document.createElement("canvas");
        canvas.width = 2 * image.width;
        canvas.height = 2 * image.height;
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        png.href = canvas.toDataURL("image/png");
        png.click();
      };
      image.src = lines();
    });
    svg.after(png);
  });

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
