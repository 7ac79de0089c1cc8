// The hub: where it is, how it is asked. Goes first into every script that runs on the server.

interface Hub {
    url: string;
    token: string;
}

interface ItemAddress {
    readonly namespace: string;
    readonly code: string;
    readonly id: string;
}

const ATTEMPTS = 3;

/** Where the hub is: the parameters of the module, else what the hub itself gave by `connect`. */
async function findHub(): Promise<Hub | null> {
    const written = Namespace.params.data;
    if (written.hub_url && written.hub_token) {
        return { url: written.hub_url.replace(/\/+$/, ""), token: written.hub_token };
    }
    const kept = await Namespace.storage.getItem("hub");
    return kept ? (JSON.parse(kept) as Hub) : null;
}

/** Asks the hub; throws words for people. Repeats are safe: the hub knows a call it has already taken. */
async function askHub(method: string, path: string, body?: object): Promise<any> {
    const hub = await findHub();
    if (!hub) {
        throw new Error("Модуль не подключён к хабу: впишите его идентификатор в Paraph, «ELMA365» → «Соединение».");
    }
    const request: FetchRequest = {
        method,
        headers: { "Authorization": `Bearer ${hub.token}`, "Content-Type": "application/json" },
    };
    if (body) {
        request.body = JSON.stringify(body);
    }
    let trouble = "";
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        try {
            const response = await fetch(hub.url + path, request);
            const text = await response.text();
            if (response.ok) {
                return JSON.parse(text);
            }
            trouble = wordsOf(response.status, text);
            if (response.status < 500 && response.status !== 429) {
                break;
            }
        } catch (error) {
            trouble = `хаб не отвечает (${error instanceof Error ? error.message : error})`;
        }
    }
    throw new Error(`Paraph: ${trouble}`);
}

/** The hub's own words about a refusal, when there are any. */
function wordsOf(status: number, text: string): string {
    try {
        const said = JSON.parse(text);
        if (typeof said.error === "string" && said.error) {
            return said.error;
        }
    } catch {
        // A page of something in between: only its status is worth showing.
    }
    return `хаб ответил ${status}`;
}

function pathOf(item: ItemAddress): string {
    return "/items/" + [item.namespace, item.code, item.id].map(encodeURIComponent).join("/");
}
