"use strict";
(function () {
  // The page that this one holds takes its place; where a browser cannot unpack it, what stands here says so.
  if (!window.DecompressionStream) return;
  var packed = document.getElementById("packed").textContent, aim = location.hash;
  var bytes = Uint8Array.from(atob(packed), function (one) { return one.charCodeAt(0); });
  document.body.hidden = true;
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text().then(function (text) {
    document.open();
    document.write(text);
    document.close();
    var found = aim && document.getElementById(decodeURIComponent(aim.slice(1)));
    if (found) found.scrollIntoView();
  }, function () { document.body.hidden = false; });
})();
