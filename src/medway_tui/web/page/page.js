// Sets the address of the socket from that of the page, then loads the terminal.
(function () {
  "use strict";
  var terminal = document.getElementById("terminal");
  var scheme = location.protocol === "https:" ? "wss:" : "ws:";
  terminal.dataset.sessionWebsocketUrl = scheme + "//" + location.host + "/ws";
  document.getElementById("again").addEventListener("click", function () { location.reload(); });

  // When the terminal has closed, the server says why.
  new MutationObserver(function () {
    if (!document.body.classList.contains("-closed")) { return; }
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
