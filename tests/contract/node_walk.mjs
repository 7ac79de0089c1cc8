// @ilb/diadocapijs as it is: sends a document, has it approved and printed, prints what it understood as JSON.
import { pathToFileURL } from "node:url";

const [sources, apiClientId, login, password, inn, partner, partnerBox, userId] = process.argv.slice(2);
const { Authenticate, DocumentsClient, OrganizationsClient } = await import(pathToFileURL(`${sources}/src/index.js`));

const refusal = async (promise) => {
  try {
    await promise;
    return "";
  } catch (error) {
    return error.message;
  }
};

const auth = new Authenticate({ login, password, apiClientId });
await auth.auth();
const organizations = new OrganizationsClient(auth);
const documents = new DocumentsClient(auth);

const mine = (await organizations.getMyOrganizacion()).Organizations.find((one) => one.Inn === inn);
const box = mine.Boxes[0].BoxId;
const found = await organizations.getOrganizationsByInnKpp(partner, box);
const types = await documents.getDocumentTypes(box);

const content = Buffer.from("Письмо").toString("base64");
const sent = await documents.postMessage({
  FromBoxId: box,
  ToBoxId: partnerBox,
  DelaySend: true,
  TypeNamedId: "Nonformalized",
  Content: content,
  Value: "Письмо.txt",
  NeedRecipientSignature: true,
});
const document = sent.Entities.find((one) => one.DocumentInfo);
const several = await documents.postMessageArray({
  FromBoxId: box,
  ToBoxId: partnerBox,
  DelaySend: true,
  DocumentAttachments: ["a.txt", "b.txt"].map((Value) => ({
    TypeNamedId: "Nonformalized",
    SignedContent: { Content: content },
    Metadata: [{ Key: "FileName", Value }],
  })),
});
const listed = await documents.getDocuments(box, "Outbound");
const shown = await documents.getDocument(box, sent.MessageId, document.EntityId, true);
const bytes = await documents.getEntityContent(box, sent.MessageId, document.EntityId);
const form = await documents.generatePrintForm(box, sent.MessageId, document.EntityId);
const patch = await documents.postMessagePatch(box, sent.MessageId, document.EntityId, userId, {
  Type: "ApprovementRequest",
});
auth.token = "expired";
const again = await organizations.getMyOrganizacion();

console.log(
  JSON.stringify({
    found: found.Organizations.length,
    types: types.DocumentTypes.length,
    entities: several.Entities.length,
    listed: listed.TotalCount,
    content: shown.Content.Data === content && bytes.toString() === "Письмо",
    form: { name: form.filename, bytes: form.filecontent.length },
    patch: patch.Entities.map((one) => one.AttachmentType),
    again: again.Organizations.length > 0,
    refused: await refusal(documents.getDocument(box, sent.MessageId, sent.MessageId, false)),
  }),
);
