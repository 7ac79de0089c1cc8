// Methods of the module's API: what the hub calls. Each function is one method of the same name, POST.

async function ping(_request: HttpApiRequest): Promise<HttpResponse> {
    return said(200, { ok: true, connected: (await findHub()) !== null });
}

/** The hub gives its address and the key the module shows it. Only from a token of an administrator. */
async function connect(request: HttpApiRequest): Promise<HttpResponse> {
    if (!(await isAdministrator())) {
        return said(403, { error: "Подключать модуль может только участник группы «Администраторы»." });
    }
    const given = bodyOf(request);
    if (!/^https?:\/\/[^/]+\/./.test(given.hub_url || "") || !given.hub_token) {
        return said(400, { error: "Нужны адрес хаба (hub_url) и ключ (hub_token)." });
    }
    const hub: Hub = { url: given.hub_url.replace(/\/+$/, ""), token: given.hub_token };
    const written = Namespace.params.data;
    if (written.hub_url && written.hub_token) {
        const same = written.hub_url.replace(/\/+$/, "") === hub.url && written.hub_token === hub.token;
        return same ? said(200, { ok: true }) : said(409, { error: "Адрес и ключ хаба заданы в параметрах модуля: исправьте их там." });
    }
    await Namespace.storage.setItem("hub", JSON.stringify(hub));
    return said(200, { ok: true });
}

/** The state of a document changed: kept for the card, which shows it while the hub cannot be reached. */
async function status_changed(request: HttpApiRequest): Promise<HttpResponse> {
    const given = bodyOf(request);
    return remember(given.item, { state: given.status_code, state_title: given.status_text, url: given.url });
}

/** An item was made of a document that came: from now on its card has something to show. */
async function incoming(request: HttpApiRequest): Promise<HttpResponse> {
    const given = bodyOf(request);
    return remember(given.item, {
        state: given.status_code || "incoming",
        state_title: given.status_text || "Получен из ЭДО",
        url: given.url,
    });
}

async function remember(item: ItemAddress | undefined, state: object): Promise<HttpResponse> {
    if (!item || !item.namespace || !item.code || !item.id) {
        return said(400, { error: "Нужен элемент: item с полями namespace, code и id." });
    }
    await Namespace.storage.setItem(pathOf(item), JSON.stringify(state));
    return said(200, { ok: true });
}

async function isAdministrator(): Promise<boolean> {
    const caller = await System.users.getCurrentUser();
    const group = await System.userGroups.search().where((fields) => fields.code.eq("administrators")).first();
    const members = group ? await group.users() : [];
    return members.some((member) => member.id === caller.id);
}

function bodyOf(request: HttpApiRequest): any {
    try {
        return (typeof request.body === "string" ? JSON.parse(request.body) : request.body) || {};
    } catch {
        return {};
    }
}

function said(status: number, value: object): HttpResponse {
    return new HttpResponse().status(status).json(value);
}
