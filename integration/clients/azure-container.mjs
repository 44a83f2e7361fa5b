// Makes a container in an emulator of Azure's blobs: azure-container.mjs PORT NAME ACCOUNT KEY
// Signed as "Authorize with Shared Key" of Azure's documentation of storage services says.
import { createHmac } from "node:crypto";

const [port, name, account, key] = process.argv.slice(2);
const headers = { "x-ms-date": new Date().toUTCString(), "x-ms-version": "2021-08-06" };
const signed = [
  ["PUT", ...Array(11).fill("")],
  Object.entries(headers).map(([name, value]) => `${name}:${value}`),
  // The emulator has the account in its paths, too.
  [`/${account}/${account}/${name}`, "restype:container"],
].flat().join("\n");
const signature = createHmac("sha256", Buffer.from(key, "base64")).update(signed).digest("base64");
const answer = await fetch(`http://127.0.0.1:${port}/${account}/${name}?restype=container`, {
  method: "PUT",
  headers: { ...headers, authorization: `SharedKey ${account}:${signature}` },
});
if (answer.status !== 201 && answer.status !== 409) {
  console.error(answer.status, await answer.text());
  process.exit(1);
}
