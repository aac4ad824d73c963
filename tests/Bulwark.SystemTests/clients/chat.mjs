// Two people chat through matrix-js-sdk. Standard input: {"alice": JWT, "bob": JWT}; the last line of standard output: what they saw, as JSON.
import * as sdk from "matrix-js-sdk";
import { logger } from "matrix-js-sdk/lib/logger.js";

logger.setLevel("error");
const baseUrl = process.argv[2];
const deadline = setTimeout(() => fail(new Error("no answer within 45 s")), 45_000);

function fail(error) {
  console.error(error);
  process.exit(1);
}

async function readTokens() {
  let text = "";
  for await (const chunk of process.stdin) text += chunk;
  return JSON.parse(text);
}

async function signIn(token) {
  const login = await sdk.createClient({ baseUrl }).loginRequest({ type: "org.matrix.login.jwt", token });
  const client = sdk.createClient({
    baseUrl,
    userId: login.user_id,
    deviceId: login.device_id,
    accessToken: login.access_token,
  });
  const prepared = new Promise((resolve, reject) =>
    client.on(sdk.ClientEvent.Sync, (state, _, data) => {
      if (state === "PREPARED") resolve();
      if (state === "ERROR") reject(data.error);
    }),
  );
  await client.startClient({ initialSyncLimit: 20 });
  await prepared;
  return client;
}

function nextMessage(client, roomId, sender) {
  return new Promise((resolve) =>
    client.on(sdk.RoomEvent.Timeline, (event, room) => {
      if (room?.roomId === roomId && event.getType() === "m.room.message" && event.getSender() === sender)
        resolve(event.getContent().body);
    }),
  );
}

try {
  const tokens = await readTokens();
  const [alice, bob] = await Promise.all([signIn(tokens.alice), signIn(tokens.bob)]);
  const { room_id: roomId } = await alice.getRoomIdForAlias("#staff:localhost");
  await alice.joinRoom("#staff:localhost");
  await bob.joinRoom(roomId);

  const toBob = nextMessage(bob, roomId, alice.getUserId());
  await alice.sendTextMessage(roomId, "hello from alice");
  const bobSaw = await toBob;

  const toAlice = nextMessage(alice, roomId, bob.getUserId());
  await bob.sendTextMessage(roomId, "hello from bob");
  const aliceSaw = await toAlice;

  const whoami = (await alice.whoami()).user_id;
  const rooms = alice.getRooms().map((room) => room.name).sort();
  alice.stopClient();
  bob.stopClient();
  await alice.logout(true);
  clearTimeout(deadline);
  console.log(JSON.stringify({ rooms, bobSaw, aliceSaw, whoami }));
  process.exit(0);
} catch (error) {
  fail(error);
}
