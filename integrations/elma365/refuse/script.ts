// «Отказать в подписи»

async function action(url: string): Promise<void> {
    const reason = (Context.data.reason || "").trim();
    if (!reason) {
        throw new Error("Paraph: укажите причину отказа.");
    }
    await startBlock("refuse", url, Context.data, { user: Context.data.user ? Context.data.user.id : "", reason });
}

async function callback(request: { readonly body?: any }): Promise<void> {
    takeAnswer(request, Context.data, ["hub_document_id"]);
}
