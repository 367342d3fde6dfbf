# needs: nodejs
# A server of pages and its clients, by turns and at once; a worker thread and a child besides.
node -e '
const http = require("http");
const { Worker } = require("worker_threads");
const { execFile } = require("child_process");
const server = http.createServer((q, r) => {
  let body = "";
  q.on("data", d => (body += d)).on("end", () => r.end(`${q.method} ${q.url} ${body.length}`));
});
const fetched = (path, body) => new Promise((done, failed) => {
  const q = http.request({ host: "127.0.0.1", port: server.address().port, path, method: body ? "POST" : "GET" }, r => {
    let text = "";
    r.on("data", d => (text += d)).on("end", () => done(text));
  });
  q.on("error", failed);
  q.end(body);
});
server.listen(0, "127.0.0.1", async () => {
  console.log(await fetched("/one"), await fetched("/two", "x".repeat(300000)));
  console.log((await Promise.all([...Array(50).keys()].map(i => fetched("/" + i)))).join());
  new Worker("require(\"worker_threads\").parentPort.postMessage(6 * 7)", { eval: true }).on("message", m => {
    console.log(m);
    execFile("echo", ["a child"], (e, out) => { console.log(out); server.close(); });
  });
});'
