// Widget «ЭДО», the browser's side.

async function onInit(): Promise<void> {
    await Server.rpc.loadState();
}

async function send(): Promise<void> {
    Context.data.can_send = false;
    await Server.rpc.sendDocument();
}

async function openDocument(): Promise<void> {
    if (Context.data.url) {
        window.open(Context.data.url, "_blank", "noopener");
    }
}
