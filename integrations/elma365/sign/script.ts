// «Подписать»

async function action(url: string): Promise<void> {
    await startBlock("sign", url, Context.data, { user: Context.data.user ? Context.data.user.id : "" });
}

async function callback(request: { readonly body?: any }): Promise<void> {
    takeAnswer(request, Context.data, [
        "hub_document_id", "signature_id", "signature_serial", "signature_name", "signature_time",
    ]);
}
