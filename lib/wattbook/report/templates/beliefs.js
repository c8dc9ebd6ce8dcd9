"use strict";
// Believe otherwise: the stored draws are weighed by the ratio of the reader's belief to ours; nothing is reckoned anew.
(function () {
  var box = document.getElementById("believe-otherwise");
  if (!box) return;
  var told = window.believe || JSON.parse(document.getElementById("believe-data").textContent), N = told.draws, WIDE = 0.3;
  var bytes = Uint8Array.from(atob(told.ranks), function (c) { return c.charCodeAt(0); });
  var ranks = new Uint16Array(bytes.buffer), MISSING = 65535, P = [0.1, 0.5, 0.9];

  // Normal distribution: Acklam's inverse, and the distribution function by Abramowitz and Stegun 7.1.26
  function inverse(p) {
    var a = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239];
    var b = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572];
    var c = [-0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783];
    var d = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416], q, r;
    if (p < 0.02425 || p > 0.97575) {
      q = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)));
      r = (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) / ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
      return p < 0.5 ? r : -r;
    }
    q = p - 0.5;
    r = q * q;
    return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
      (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
  }
  function below(z) {
    var t = 1 / (1 + 0.3275911 * Math.abs(z) / Math.SQRT2);
    var e = 1 - ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t * Math.exp(-z * z / 2);
    return z < 0 ? (1 - e) / 2 : (1 + e) / 2;
  }
  var scale = { normal: [Number, Number], uniform: [Number, Number], lognormal: [Math.log, Math.exp],
    logit: [function (x) { return Math.log(x / (1 - x)); }, function (x) { return 1 / (1 + Math.exp(-x)); }] };
  function believed(one, z) {  // value of a belief at a standard score: as wattbook.uncertainty.quantile
    var to = scale[one.dist], at = to[0](one.value);
    var way = one.dist === "uniform" ? (below(z) - 0.5) / 0.45 : z / 1.6448536269514722;
    return to[1](at + way * (way < 0 ? at - to[0](one.low) : to[0](one.high) - at));
  }

  // Numbers in words: as wattbook.words.numbers
  function grouped(text) { var parts = text.split("."); parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, ","); return parts.join("."); }
  function plain(x, figures) {
    if (x === 0) return "0";
    var rounded = Number(x.toPrecision(figures));
    return grouped(rounded.toFixed(Math.max(0, figures - 1 - Math.floor(Math.log10(rounded) + 1e-12))));
  }
  function suffixed(x, figures) {
    var found = "", rounded = Number(x.toPrecision(figures));
    if (x >= 1e5) [[1e12, "T"], [1e9, "B"], [1e6, "M"], [1e3, "k"]].some(function (one) {
      if (rounded >= one[0]) found = plain(rounded / one[0], figures) + one[1];
      return found;
    });
    return found || plain(x, figures);
  }
  function shown(x, unit, figures) {
    var sign = x < 0 ? "−" : "", first = unit.split("/")[0];
    if (unit === "calendar_year") return told.months[Math.floor((x + 1e-6) % 1 * 12)] + " " + Math.floor(x + 1e-6);
    if (first.indexOf("fraction") === 0) return sign + plain(Math.abs(x) * 100, figures) + "%";
    return sign + (first.indexOf("USD") === 0 ? "$" : "") + suffixed(Math.abs(x), figures);
  }
  function ranged(q, unit) {
    var figures = Math.abs(q[2] - q[0]) > WIDE * Math.abs(q[1]) ? 2 : 3;
    var said = q.map(function (x) { return shown(x, unit, figures); });
    return [said[1], said[0] + " to " + said[2]];
  }
  function percent(p) { return p < 0.01 ? "under 1%" : p > 0.99 ? "over 99%" : Math.round(p * 100) + "%"; }
  function word(p) {
    var found = told.words.filter(function (one) { return Math.round(p * 100) / 100 >= one[0]; });
    return found.length ? found[0][1] : "very unlikely";
  }

  // Draws: the score of an input and the value of an output follow from the rank of the draw
  var scores = told.inputs.map(function (_, k) {
    return Float64Array.from(ranks.subarray(k * N, (k + 1) * N), function (rank) { return inverse((rank + 0.5) / N); });
  });
  told.outputs.forEach(function (one, k) {
    var own = ranks.subarray((told.inputs.length + k) * N, (told.inputs.length + k + 1) * N), last = one.table.length - 1;
    one.order = new Uint16Array(one.known);
    one.values = new Float64Array(N);
    own.forEach(function (rank, i) {
      if (rank === MISSING) { one.values[i] = NaN; return; }
      one.order[rank] = i;
      var at = one.known > 1 ? rank / (one.known - 1) * last : 0, low = Math.min(Math.floor(at), last - 1);
      one.values[i] = one.table[low] + (at - low) * (one.table[low + 1] - one.table[low]);
    });
  });
  var output = {};
  told.outputs.forEach(function (one) { output[one.key] = one; });

  function weighed(moves) {  // log ratio of two normal densities with the same correlation: u' R u, u = (z - shift) / width
    var count = told.inputs.length, w = new Float64Array(N), before = new Float64Array(count), after = new Float64Array(count);
    var lost = 0, sum = 0, squares = 0, i, j, k, row;
    moves.forEach(function (one) { lost += Math.log(one[1]); });
    for (i = 0; i < N; i++) {
      var gap = -2 * lost;
      for (k = 0; k < count; k++) { before[k] = scores[k][i]; after[k] = (before[k] - moves[k][0]) / moves[k][1]; }
      for (j = 0; j < count; j++) for (k = 0, row = told.inverse[j]; k < count; k++)
        if (row[k]) gap += row[k] * (before[j] * before[k] - after[j] * after[k]);
      w[i] = Math.exp(gap / 2);
      sum += w[i];
      squares += w[i] * w[i];
    }
    return { w: w, sum: sum, effective: sum * sum / squares };
  }
  function quantiles(one, weight) {
    var total = 0, passed = 0, at = 0, found = [];
    one.order.forEach(function (i) { total += weight.w[i]; });
    one.order.forEach(function (i) {
      passed += weight.w[i];
      while (at < P.length && passed >= P[at] * total) { found.push(one.values[i]); at += 1; }
    });
    return found;
  }
  function chance(one, weight) {
    var left = output[one.key].values, right = one.other ? output[one.other].values : null, held = 0;
    for (var i = 0; i < N; i++) {
      var gap = left[i] - (right ? right[i] : one.threshold);
      if (one.sign === ">" ? gap > 0 : one.sign === "<" ? gap < 0 : gap >= 0) held += weight.w[i];
    }
    return held / weight.sum;
  }

  // What a reader sees
  var rows = Array.prototype.slice.call(box.querySelectorAll("fieldset")), says = box.querySelector(".says"), sure = box.querySelector(".draws");
  var cells = Array.prototype.slice.call(box.querySelectorAll("td[data-now]")), link = box.querySelector("a.link");
  var none = told.inputs.map(function () { return [0, 1]; });
  function asked() {
    var moves = none.map(function (one) { return one.slice(); });
    rows.forEach(function (row, k) {
      var ends = row.querySelectorAll("input");
      moves[k] = [Number(ends[0].value), Number(ends[1].value)];
    });
    return moves;
  }
  function answer(moves) {
    var weight = weighed(moves), made = { effective: weight.effective, outputs: {}, chances: [] };
    told.outputs.forEach(function (one) { made.outputs[one.key] = quantiles(one, weight); });
    made.chances = told.chances.map(function (one) { return chance(one, weight); });
    var p = made.chances[0], rate = made.outputs[told.rate], hurdle = made.outputs[told.hurdle][1];
    var sided = p >= told.clear || p < told.unclear, range = rate.length ? ranged(rate, "fraction") : null;
    made.says = (sided ? told.says.sided : told.says.open).replace("{word}", word(p)).replace("{share}", percent(p))
      .replace("{hurdle}", shown(hurdle, "fraction", 2)).replace("{rate}", range ? told.says.rate.replace("{rate}", range[0] + " (" + range[1] + ")") : "");
    return made;
  }
  function show() {
    var moves = asked(), made = answer(moves), far = made.effective < told.least;
    var ours = moves.every(function (one) { return !one[0] && one[1] === 1; });
    rows.forEach(function (row, k) {
      var one = told.inputs[k], ends = P.map(function (p) { return believed(one, moves[k][0] + moves[k][1] * inverse(p)); });
      var said = ranged(ends, one.unit);
      row.querySelector("output").textContent = [said[0], "(" + said[1] + ")", one.words].filter(Boolean).join(" ") + (moves[k][0] || moves[k][1] !== 1 ? "" : ", ours");
    });
    says.textContent = far ? told.says.refused : ours ? told.says.ours : made.says;
    sure.textContent = Math.round(made.effective).toLocaleString("en") + " effective draws of " + N.toLocaleString("en") + ".";
    cells.forEach(function (cell) {
      var key = cell.dataset.now, at = cell.dataset.chance, q = made.outputs[key];
      var said = at ? percent(made.chances[at]) : q.length ? ranged(q, output[key].unit) : ["not defined", ""];
      cell.textContent = ours ? cell.previousElementSibling.textContent : far ? "" : at ? said : said[0] + (said[1] ? " (" + said[1] + ")" : "");
    });
    var told_moves = moves.map(function (one, k) { return one[0] || one[1] !== 1 ? told.inputs[k].key + ":" + one.join(":") : ""; }).filter(Boolean);
    link.href = "#believe=" + told_moves.join(";");
  }
  function read() {  // beliefs that a link carries
    var match = /^#believe=(.*)$/.exec(decodeURIComponent(location.hash));
    if (!match) return false;
    rows.forEach(function (row) { var ends = row.querySelectorAll("input"); ends[0].value = 0; ends[1].value = 1; });
    match[1].split(";").forEach(function (text) {
      var parts = text.split(":"), k = told.inputs.findIndex(function (one) { return one.key === parts[0]; });
      if (k < 0 || !rows[k] || parts.length < 3) return;
      var ends = rows[k].querySelectorAll("input");
      ends[0].value = parts[1];
      ends[1].value = parts[2];
    });
    return true;
  }
  box.addEventListener("input", show);
  box.querySelector("button").addEventListener("click", function () {
    rows.forEach(function (row) { var ends = row.querySelectorAll("input"); ends[0].value = 0; ends[1].value = 1; });
    show();
  });
  window.addEventListener("hashchange", function () { if (read()) { show(); box.scrollIntoView(); } });
  box.hidden = false;
  window.wattbookBeliefs = { answer: answer, none: none };
  if (read()) box.scrollIntoView();
  show();
})();
