// @bitrix24/b24jssdk (npm, of Битрикс24) as it is: a line of JSON each way, as bitrix24_driver.py does.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const packages = createRequire(`${process.argv[2]}/`);
const { B24Hook, B24OAuth, ParamsFactory } = await import(
  pathToFileURL(packages.resolve("@bitrix24/b24jssdk").replace("/cjs/index.cjs", "/esm/index.mjs"))
);

// Nothing is held back here: how the client waits has a test of its own.
const restrictionParams = {
  ...ParamsFactory.getDefault(),
  rateLimit: { burstLimit: 1e6, drainRate: 1e6, adaptiveEnabled: false },
};
const kept = {};
let portal;
let renewed = 0;

const resolved = (value) => {
  if (typeof value === "string" && value.startsWith("$")) {
    const [name, ...path] = value.slice(1).split(".");
    return path.reduce((found, key) => found[key], kept[name]);
  }
  if (Array.isArray(value)) return value.map(resolved);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolved(one)]));
  return value;
};

const outcome = async (step) => {
  let answer;
  try {
    answer = await portal.actions.v2.call.make({ method: step.method, params: resolved(step.params) });
  } catch (error) {
    if (!error.code) throw error;
    return String(error.code);
  }
  if (!answer.isSuccess) return String([...answer.getErrors()][0].code);
  if (step.keep) kept[step.keep] = answer.getData().result;
  return null;
};

const called = async (method, params = {}) => {
  const answer = await portal.actions.v2.call.make({ method, params });
  if (!answer.isSuccess) throw new Error(answer.getErrorMessages().join("; "));
  return answer.getData().result;
};

const base64 = async (address) => Buffer.from(await (await fetch(address)).arrayBuffer()).toString("base64");

const operations = {
  async webhook({ url }) {
    portal = B24Hook.fromWebhookUrl(url, { restrictionParams });
    portal.offClientSideWarning();
    return (await called("profile")).ID;
  },
  async application({ auth, client_id, client_secret }) {
    portal = new B24OAuth(
      {
        applicationToken: auth.application_token,
        userId: Number(auth.user_id),
        memberId: auth.member_id,
        accessToken: auth.access_token,
        refreshToken: auth.refresh_token,
        expires: Number(auth.expires),
        expiresIn: Number(auth.expires_in),
        scope: auth.scope,
        domain: auth.domain,
        clientEndpoint: auth.client_endpoint,
        serverEndpoint: auth.server_endpoint,
        status: auth.status,
      },
      { clientId: client_id, clientSecret: client_secret },
      { restrictionParams },
    );
    portal.offClientSideWarning();
    portal.setCallbackRefreshAuth(async () => {
      renewed += 1;
    });
    await portal.initIsAdmin();
    return { admin: portal.auth.isAdmin, id: (await called("profile")).ID };
  },
  async steps({ steps }) {
    const outcomes = [];
    for (const step of steps) outcomes.push([step.method, await outcome(step)]);
    return { outcomes, kept };
  },
  async after_expiry() {
    const before = portal.auth.getAuthData().access_token;
    await called("profile");
    return renewed === 1 && portal.auth.getAuthData().access_token !== before;
  },
  async rows() {
    const params = { entityTypeId: 2, select: ["id"] };
    const options = { method: "crm.item.list", params, idKey: "id", customKeyForResult: "items" };
    const list = await portal.actions.v2.callList.make(options);
    let fetched = 0;
    for await (const part of portal.actions.v2.fetchList.make(options)) fetched += part.length;
    return { list: list.getData().length, fetched };
  },
  async batch() {
    const named = await portal.actions.v2.batch.make({
      calls: {
        list: ["crm.deal.list", { select: ["ID"] }],
        second: ["crm.deal.get", { id: "$result[list][1][ID]" }],
      },
    });
    const asArray = await portal.actions.v2.batch.make({ calls: [["user.current"], ["profile"]] });
    const many = await portal.actions.v2.batchByChunk.make({
      calls: Array.from({ length: 60 }, () => ["user.current", {}]),
    });
    const data = named.getData();
    return {
      second: data.second.ID === data.list[1].ID,
      array: asArray.getData().length,
      many: many.getData().length,
    };
  },
  async file({ folder, name, content, address, field }) {
    const params = { id: folder, data: { NAME: name }, fileContent: [name, content] };
    const put = await called("disk.folder.uploadFile", params);
    const form = new FormData();
    form.append(field, new Blob([Buffer.from(content, "base64")]), `2-${name}`);
    const posted = (await (await fetch(address, { method: "POST", body: form })).json()).result;
    return {
      [put.NAME]: await base64(put.DOWNLOAD_URL),
      [posted.NAME]: await base64(posted.DOWNLOAD_URL),
    };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { op, ...order } = JSON.parse(line);
  let answer;
  try {
    answer = { done: await operations[op](order) };
  } catch (error) {
    answer = { failed: String(error.stack ?? error) };
  }
  console.log(JSON.stringify(answer));
}
