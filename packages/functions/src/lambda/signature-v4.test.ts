import { randomBytes, randomInt } from "node:crypto";
import { sign } from "aws4";
import { expect, it } from "vitest";
import { signCall } from "./signature-v4.ts";

const text = () => randomBytes(randomInt(1, 60)).toString("base64");

it.each([false, true])("signs as AWS has it, with a role's session token: %j", (hasRole) => {
  for (let n = 0; n < 500; n++) {
    const body = `{"ä":"${text()}"}`;
    const headers = {
      "content-length": String(Buffer.byteLength(body)),
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": text(),
    };
    const call = { service: "ssm", region: `eu-${n}`, host: `ssm.eu-${n}.amazonaws.com`, headers, body };
    const credentials = { accessKeyId: text(), secretAccessKey: text(), ...(hasRole && { sessionToken: text() }) };
    const at = new Date(randomInt(2 ** 42));
    const signed = signCall(call, credentials, at);
    const { authorization: ours, ...given } = signed;
    const { headers: theirs } = sign({ ...call, method: "POST", path: "/", headers: given }, credentials);
    expect(ours).toBe(theirs?.Authorization);
  }
});
