"use strict";
(function () {
  // Live charts take the place of the drawings; where one fails, its drawing stays. A folded one waits until it is opened.
  var embed = window.vegaEmbed;
  function draw(card) {
    var data = card.querySelector('script[type="application/vnd.vegalite+json"]');
    if (!embed || !data || card.dataset.drawn) return;
    card.dataset.drawn = "yes";
    card.classList.add("drawing");
    embed(card.querySelector(".live"), JSON.parse(data.textContent), { ast: true, actions: false, renderer: "svg", tooltip: { theme: "custom" } }).then(
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

  // The picture in dots is made from the picture in lines, when it is asked for.
  document.querySelectorAll('.more a[download$=".svg"]').forEach(function (svg) {
    var png = document.createElement("a");
    png.textContent = "PNG";
    png.href = svg.href;
    png.download = svg.download.replace(/svg$/, "png");
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
      image.src = svg.href;
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
