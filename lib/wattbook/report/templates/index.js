"use strict";
(function () {
  // Find a number: a word of its name or label begins with each word asked for, shortest label first; the entry stands in the appendix.
  var MOST = 12;
  var ALSO = { gpu: "accelerator", gpus: "accelerator", chip: "accelerator", chips: "accelerator", lifetime: "life", co2: "carbon", profit: "income", jobs: "staff", sales: "revenue" };
  var known = JSON.parse(document.getElementById("known").textContent);
  var field = document.getElementById("find"), list = document.getElementById("found");
  field.addEventListener("input", function () {
    var words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    var hits = words.length ? known.filter(function (one) {
      var text = (" " + one[0] + " " + one[0].replace(/_/g, " ") + " " + one[1]).toLowerCase().replace(/[^a-z0-9_]+/g, " ");
      return words.every(function (word) { return word === "of" || text.includes(" " + word) || ALSO[word] && text.includes(" " + ALSO[word]); });
    }).sort(function (one, other) { return one[1].length - other[1].length; }) : [];
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
