// «Отправить документ»

async function action(url: string): Promise<void> {
    await startBlock("send", url, Context.data, {
        signer: Context.data.signer ? Context.data.signer.id : "",
        wait: Context.data.wait_final ? "final" : "sent",
        with_answer: Context.data.with_answer === true,
        items: (Context.data.documents || []).map(addressOf),
    });
}

async function callback(request: { readonly body?: any }): Promise<void> {
    takeAnswer(request, Context.data, ["hub_document_id", "provider_document_id"]);
}
