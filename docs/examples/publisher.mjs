// A whole backend in forty lines: three pumping stations' water levels (MW06) as docs/feed-protocol.md says, over a WebSocket.
//   node docs/examples/publisher.mjs 7421     and in the configuration a feed: {"kind": "websocket", "url": "ws://127.0.0.1:7421", …}
import { WebSocketServer } from 'ws';

const BEAT_MS = 1000;
const SITES = [
  { id: 'pump-1', zh: '北新泾泵站', en: 'Beixinjing', lon: 121.3722, lat: 31.2236, district: 310105 },
  { id: 'pump-2', zh: '龙华泵站', en: 'Longhua', lon: 121.4512, lat: 31.1725, district: 310104 },
  { id: 'pump-3', zh: '新开河泵站', en: 'Xinkaihe', lon: 121.4949, lat: 31.2264, district: 310101 },
];
const VERSION = 'three-pumps-1';

/** What was observed at a beat: any beat can be told again, so nothing has to be kept of anybody who listens. */
function observationsAt(time) {
  const observations = SITES.map(({ id }, i) => ({ site: id, time, value: Math.round(60 + 50 * Math.sin(time / 60_000 + i)) / 10 }));
  return { kind: 'observations', indicator: 'MW06', observations };
}
const beatBefore = (time) => Math.floor(time / BEAT_MS) * BEAT_MS;

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2] ?? 7421) });
server.on('listening', () => console.log(JSON.stringify({ port: server.address().port })));
server.on('connection', (socket) => {
  socket.once('message', (text) => {
    const { sitesVersion, live, history } = JSON.parse(text);
    const send = (message) => socket.send(JSON.stringify(message));
    if (sitesVersion !== VERSION) send({ kind: 'sites', indicator: 'MW06', source: 'Example publisher', crs: 'EPSG:4326', sites: SITES, sitesVersion: VERSION });
    else send({ sitesVersion: VERSION });
    // The cursor is the last beat that was told; without one, live begins with the newest beat.
    let told = live === null ? beatBefore(Date.now()) - BEAT_MS : Number(live);
    const beats = () => {
      while (told + BEAT_MS <= Date.now()) send({ ...observationsAt((told += BEAT_MS)), live: String(told) });
    };
    beats();
    send({ caughtUp: told });
    // Of the past this backend knows nothing: it says that all of what was asked for is told.
    if (history) send({ ...observationsAt(told), history: { to: history.from, done: 1, total: 1 } });
    const timer = setInterval(beats, BEAT_MS / 4);
    socket.on('close', () => clearInterval(timer));
  });
});
