"use strict";
(function () {
  // Find a number: its name or label holds every word; the entry stands in the appendix.
  var MOST = 12;
  var known = JSON.parse(document.getElementById("known").textContent);
  var field = document.getElementById("find"), list = document.getElementById("found");
  field.addEventListener("input", function () {
    var words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    var hits = words.length ? known.filter(function (one) {
      var text = (one[0] + " " + one[0].replace(/_/g, " ") + " " + one[1]).toLowerCase();
      return words.every(function (word) { return text.includes(word); });
    }) : [];
    list.replaceChildren.apply(list, hits.slice(0, MOST).map(function (one) {
      var item = document.createElement("li"), link = document.createElement("a");
      link.href = "appendix.html#" + one[0];
      link.textContent = one[1];
      item.append(link, " " + one[2]);
      return item;
    }));
    if (words.length && hits.length !== list.children.length) {
      var more = document.createElement("li");
      more.textContent = hits.length - MOST + " more";
      list.append(more);
    }
    if (words.length && !hits.length) list.textContent = "Nothing holds these words.";
  });
})();
