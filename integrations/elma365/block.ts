// A block of a process in the callback model. Goes after hub.ts into each of the four activities.

/** What every block has besides its own parameters. */
interface BlockData {
    document?: ItemAddress;
    user?: { readonly id: string };
    instance_id?: string;
    days?: number;
    failed?: boolean;
    error?: string;
    error_code?: string;
    status_code?: string;
    status_text?: string;
}

interface BlockAnswer {
    run: string;
    status: "ok" | "error";
    outputs?: Record<string, any>;
    status_code?: string;
    status_text?: string;
    error?: string;
    error_code?: string;
}

/** Gives the work to the hub, which answers at `url` when it is done: at once or in some days. */
async function startBlock(block: string, url: string, data: BlockData, params: object): Promise<void> {
    if (!data.document) {
        throw new Error("Paraph: в блоке не указан документ.");
    }
    if (!data.user) {
        throw new Error("Paraph: в блоке не указан пользователь, от имени которого идёт работа.");
    }
    if (!data.instance_id) {
        throw new Error("Paraph: в блоке не указан экземпляр процесса.");
    }
    await askHub("POST", `/activities/${block}`, {
        callback_url: url,
        instance_id: data.instance_id,
        // ELMA365 makes one address for one pass through the block, so the address names the pass.
        activity_id: url.slice(url.indexOf("/", url.indexOf("//") + 2)),
        item: addressOf(data.document),
        user_id: data.user.id,
        params: data.days ? { ...params, days: data.days } : params,
    });
}

/** Writes the hub's answer into the context; `outputs` names the block's own variables. */
function takeAnswer<K extends string>(
    request: { readonly body?: any },
    data: BlockData & { [name in K]?: string },
    outputs: readonly K[],
): void {
    const answer = (typeof request.body === "string" ? JSON.parse(request.body) : request.body) as BlockAnswer | undefined;
    if (!answer || (answer.status !== "ok" && answer.status !== "error")) {
        throw new Error("Paraph: ответ хаба не разобран.");
    }
    data.failed = answer.status === "error";
    data.error = answer.error || "";
    data.error_code = answer.error_code || "";
    data.status_code = answer.status_code || "";
    data.status_text = answer.status_text || "";
    const given = answer.outputs || {};
    const own: { [name in K]?: string } = data;
    for (const name of outputs) {
        own[name] = given[name] || "";
    }
}

function addressOf(item: ItemAddress): ItemAddress {
    return { namespace: item.namespace, code: item.code, id: item.id };
}
