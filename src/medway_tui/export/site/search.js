// Searches the pages of this site. Everything is loaded from the files beside it; nothing is sent anywhere.
(function () {
  "use strict";

  var AT_ONCE = 20;
  var MOST_RECORDS = 8;
  var WORD = /[\p{L}\p{N}\p{M}]+/gu;
  var waiting = new Map();
  var loaded = new Map();
  var latest = 0;
  var shown = AT_ONCE;

  var form = document.getElementById("search-form");
  var field = document.getElementById("search-field");
  var status = document.getElementById("search-status");
  var recordList = document.getElementById("search-records");
  var hitList = document.getElementById("search-hits");
  var more = document.getElementById("search-more");

  // Each part of the index is a script that calls this.
  window.medwaySearchPart = function (name, data) {
    loaded.set(name, data);
    var resolve = waiting.get(name);
    if (resolve) { resolve(data); }
  };

  function loadPart(name) {
    if (loaded.has(name)) { return Promise.resolve(loaded.get(name)); }
    return new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      waiting.set(name, resolve);
      script.src = "search/" + name + ".js";
      script.onerror = function () { reject(new Error(name)); };
      document.head.appendChild(script);
    });
  }

  // As the index folds words: compatibility forms, case and accents do not matter.
  function fold(text) {
    return text.normalize("NFKC").toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  }

  function words(text) {
    return (fold(text).match(/[\p{L}\p{N}]+/gu) || []);
  }

  // By code points, as the words are sorted.
  function isBefore(one, other) {
    var a = Array.from(one), b = Array.from(other);
    for (var i = 0; i < a.length && i < b.length; i++) {
      if (a[i] !== b[i]) { return a[i].codePointAt(0) < b[i].codePointAt(0); }
    }
    return a.length < b.length;
  }

  function lastPart(firsts, matches) {
    var low = 0, high = firsts.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (matches(firsts[middle])) { low = middle + 1; } else { high = middle; }
    }
    return low;
  }

  function decode(text, total, keys) {
    var article = total;
    text.split(" ").forEach(function (pair) {
      var dot = pair.indexOf(".");
      article -= parseInt(pair.slice(0, dot), 36);
      keys.add(article * 1048576 + parseInt(pair.slice(dot + 1), 36));
    });
  }

  // The paragraphs with a word, or with any word that begins so.
  async function findBlocks(directory, total, word, isPrefix) {
    var first = lastPart(directory.words, function (each) { return !isBefore(word, each); });
    var last = first;
    if (isPrefix) {
      last = lastPart(directory.words, function (each) { return !isBefore(word + "\u{10ffff}", each); });
    }
    var keys = new Set();
    for (var number = Math.max(1, first); number <= last; number++) {
      var part = await loadPart("words-" + number);
      if (isPrefix) {
        Object.keys(part).forEach(function (each) {
          if (each.startsWith(word)) { decode(part[each], total, keys); }
        });
      } else if (Object.prototype.hasOwnProperty.call(part, word)) {
        decode(part[word], total, keys);
      }
    }
    return keys;
  }

  function articleOf(key) { return Math.floor(key / 1048576); }

  // The paragraphs with all words; where there is none, those of the articles with all words.
  function combine(sets) {
    var common = sets.reduce(function (left, right) {
      return new Set(Array.from(left).filter(function (key) { return right.has(key); }));
    });
    if (common.size || sets.length < 2) { return { keys: common, together: true }; }
    var articles = sets.map(function (keys) { return new Set(Array.from(keys, articleOf)); });
    var all = new Set();
    sets.forEach(function (keys) {
      keys.forEach(function (key) {
        if (articles.every(function (some) { return some.has(articleOf(key)); })) { all.add(key); }
      });
    });
    return { keys: all, together: false };
  }

  function make(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  function isFound(word, wanted) {
    var folded = fold(word);
    return wanted.some(function (each, number) {
      return number === wanted.length - 1 && wanted.isTyping ? folded.startsWith(each) : folded === each;
    });
  }

  function addMarked(parent, text, wanted) {
    var end = 0;
    Array.from(text.matchAll(WORD)).forEach(function (match) {
      if (!isFound(match[0], wanted)) { return; }
      parent.append(text.slice(end, match.index), make("mark", "", match[0]));
      end = match.index + match[0].length;
    });
    parent.append(text.slice(end));
  }

  async function addHit(list, directory, key, wanted) {
    var number = articleOf(key);
    var part = lastPart(directory.texts, function (each) { return each <= number; });
    var article = (await loadPart("texts-" + part))[number - directory.texts[part - 1]];
    var block = article[4][key % 1048576];
    if (!block) { return; }
    var item = make("li");
    var place = block[0] < 0 ? "caption " + -block[0] : block[0] ? "paragraph " + block[0] : "headline";
    var link = make("a");
    link.href = article[0] + "#" + (block[0] < 0 ? "c" + -block[0] : "p" + block[0]);
    link.append(article[2] + ", " + article[3] + ", " + place);
    var passage = make("p", "passage");
    passage.dir = "auto";
    addMarked(passage, block[1], wanted);
    var heading = make("p", "title");
    heading.append(link);
    item.append(heading, make("p", "details", article[1]), passage);
    if (block[2]) { item.append(make("p", "details", "Quoted here: " + block[2])); }
    list.append(item);
  }

  function addRecords(list, records, wanted) {
    var found = records.filter(function (record) {
      var own = words(record[1] + " " + record[3]);
      return wanted.every(function (word, number) {
        var isPrefix = number === wanted.length - 1 && wanted.isTyping;
        return own.some(function (each) { return isPrefix ? each.startsWith(word) : each === word; });
      });
    });
    found.slice(0, MOST_RECORDS).forEach(function (record) {
      var item = make("li");
      var link = make("a", "", record[1]);
      link.href = record[2];
      item.append(link, " ", make("span", "kind", record[0]));
      list.append(item);
    });
    return found.length;
  }

  function plural(number, noun) {
    return number.toLocaleString("en-GB") + " " + noun + (number === 1 ? "" : "s");
  }

  function describe(keys, records, common, together) {
    var sentences = [];
    if (keys.length) {
      var articles = new Set(keys.map(articleOf)).size;
      sentences.push(plural(keys.length, "passage") + " in " + plural(articles, "article") + ", the newest first.");
      if (!together) {
        sentences.push("No paragraph has all words; these articles have them in different places.");
      }
    } else if (!records) {
      sentences.push("Nothing has these words.");
    }
    if (records) { sentences.push("People, events and differences: " + records.toLocaleString("en-GB") + "."); }
    if (common.length) { sentences.push("Too common to be looked for: " + common.join(", ") + "."); }
    return sentences.join(" ");
  }

  async function search() {
    var run = ++latest;
    var typed = field.value;
    var wanted = words(typed);
    wanted.isTyping = !/\s$/.test(typed);
    try { history.replaceState(null, "", wanted.length ? "#q=" + encodeURIComponent(typed) : "#"); } catch (e) { /* not needed */ }
    if (!wanted.length) {
      [recordList, hitList].forEach(function (list) { list.replaceChildren(); });
      status.textContent = "Type one or more words.";
      more.hidden = true;
      return;
    }
    try {
      var directory = await loadPart("directory");
      var records = await loadPart("records");
      var common = wanted.filter(function (word) { return directory.common.indexOf(word) >= 0; });
      var searched = wanted.filter(function (word) { return common.indexOf(word) < 0; });
      // Of common words, the index has the newest paragraphs alone: beside another word they would hide older ones.
      var isCut = !searched.length;
      if (isCut) { searched = common.slice(0, 1); }
      var sets = [];
      for (var number = 0; number < searched.length; number++) {
        var isPrefix = wanted.isTyping && !isCut && searched[number] === wanted[wanted.length - 1];
        sets.push(await findBlocks(directory, directory.articles, searched[number], isPrefix));
      }
      if (run !== latest) { return; }
      var result = combine(sets);
      // The newest article first, each in reading order.
      var keys = Array.from(result.keys).sort(function (a, b) {
        return articleOf(b) - articleOf(a) || a - b;
      });
      var newRecords = document.createDocumentFragment();
      var newHits = document.createDocumentFragment();
      var found = addRecords(newRecords, records, wanted);
      for (var hit = 0; hit < Math.min(shown, keys.length); hit++) {
        await addHit(newHits, directory, keys[hit], wanted);
        if (run !== latest) { return; }
      }
      recordList.replaceChildren(newRecords);
      hitList.replaceChildren(newHits);
      more.hidden = shown >= keys.length;
      var articles = new Set(keys.map(articleOf)).size;
      var left = isCut ? common.slice(1) : common;
      status.textContent = (isCut ? "“" + searched[0] + "” is very common; the newest passages alone are found. " : "") +
        describe(keys, found, left, result.together);
      document.documentElement.dataset.searched = typed;
    } catch (error) {
      status.textContent = "A part of the search index can't be loaded: search/" + error.message + ".js";
    }
  }

  var timer;
  field.addEventListener("input", function () {
    shown = AT_ONCE;
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(timer);
    search();
  });
  more.addEventListener("click", function () {
    shown += AT_ONCE;
    search();
  });
  form.hidden = false;
  document.getElementById("without-script").hidden = true;
  var asked = /^#q=(.*)$/.exec(location.hash);
  if (asked) { field.value = decodeURIComponent(asked[1]); }
  field.focus();
  search();
})();
