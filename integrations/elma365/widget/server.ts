// Widget «ЭДО», the server's side: the key to the hub never reaches the browser.

async function loadState(): Promise<void> {
    const item = Context.data.document;
    if (!item) {
        show({ state_title: "Сохраните карточку, чтобы работать с ЭДО." });
        return;
    }
    try {
        show(await askHub("GET", pathOf(item)));
    } catch (error) {
        const kept = await Namespace.storage.getItem(pathOf(item));
        const last = kept ? JSON.parse(kept) : {};
        show({ ...last, can_send: false, reason: error instanceof Error ? error.message : `${error}` });
    }
}

async function sendDocument(): Promise<void> {
    const item = Context.data.document;
    if (!item) {
        return;
    }
    const user = await System.users.getCurrentUser();
    try {
        await askHub("POST", pathOf(item) + "/send", { user_id: user.id });
    } catch (error) {
        Context.data.reason = error instanceof Error ? error.message : `${error}`;
        return;
    }
    await loadState();
}

interface CardState {
    state?: string;
    state_title?: string;
    can_send?: boolean;
    url?: string;
    reason?: string;
}

function show(state: CardState): void {
    Context.data.state = state.state || "";
    Context.data.state_title = state.state_title || "";
    Context.data.can_send = state.can_send === true;
    Context.data.url = state.url || "";
    Context.data.reason = state.reason || "";
}
