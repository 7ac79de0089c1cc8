// «Загрузка печатной формы»

async function action(url: string): Promise<void> {
    await startBlock("print-form", url, Context.data, {
        form: Context.data.form ? Context.data.form.code : "stamp",
        field: Context.data.field || "",
    });
}

async function callback(request: { readonly body?: any }): Promise<void> {
    takeAnswer(request, Context.data, ["hub_document_id", "file_id"]);
}
