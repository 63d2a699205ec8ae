// Sets the address of the socket from that of the page, then loads the terminal.
(function () {
  "use strict";
  var terminal = document.getElementById("terminal");
  var scheme = location.protocol === "https:" ? "wss:" : "ws:";
  terminal.dataset.sessionWebsocketUrl = scheme + "//" + location.host + "/ws";
  document.getElementById("again").addEventListener("click", function () { location.reload(); });

  // The keys are for the terminal as soon as it shows something. When it has closed, the server says why.
  new MutationObserver(function () {
    var classes = document.body.classList;
    if (classes.contains("-first-byte") && !classes.contains("-closed")) {
      var input = document.querySelector(".xterm-helper-textarea");
      if (input) { input.focus(); }
    }
    if (!classes.contains("-closed")) { return; }
    document.getElementById("again").focus();
    fetch("/reason").then(function (answer) { return answer.text(); }).then(function (text) {
      if (text) { document.getElementById("reason").textContent = text; }
    }).catch(function () {
      document.getElementById("reason").textContent = "The server has ended.";
    });
  }).observe(document.body, { attributes: true, attributeFilter: ["class"] });

  var script = document.createElement("script");
  script.src = "/static/textual.js";
  document.head.appendChild(script);
})();
