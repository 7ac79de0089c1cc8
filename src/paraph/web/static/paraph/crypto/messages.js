/**
 * What the page says. Russian by default; a page in another language, or with other wording, puts the same keys
 * into <script type="application/json" id="sign-messages">. Names in braces are filled in.
 */
const RUSSIAN = {
  // Progress
  opening: "Открываем ключ…",
  loading: "Загружаем документ…",
  signing: "Подписываем…",
  sending: "Отправляем подпись…",
  signed: "Подписано {done} из {total}",

  // The owner of the opened key
  inn: "ИНН {value}",
  innLegal: "ИНН организации {value}",
  validity: "действует с {notBefore} по {notAfter}",
  serial: "сертификат № {value}",
  issuer: "выдан: {value}",

  // Warnings: signing is still possible
  expired:
    "Срок действия сертификата истёк {notAfter}: проверка подписи даст отказ. Чтобы всё равно подписать, нажмите кнопку ещё раз.",
  notYetValid:
    "Сертификат начнёт действовать только {notBefore}: проверка подписи даст отказ. Чтобы всё равно подписать, нажмите кнопку ещё раз.",

  // Errors
  noFile: "Выберите файл ключа (.p12, .pfx или .pem).",
  notKeyFile:
    "Файл «{file}» не похож на ключ или сертификат. Нужен файл .p12 или .pfx либо ключ и сертификат в формате PEM.",
  noKey: "В выбранных файлах нет закрытого ключа. Добавьте файл с ключом.",
  noCertificate: "В выбранных файлах нет сертификата. Выберите вместе с ключом и файл сертификата (.pem, .crt или .cer).",
  wrongPassword: "Пароль не подходит к файлу ключа. Проверьте раскладку и регистр и введите пароль ещё раз.",
  keyMismatch: "Ключ и сертификат не от одной пары. Выберите сертификат, выданный на этот ключ.",
  unsupported:
    "Алгоритм {algorithm} не поддерживается. Подойдёт ключ ГОСТ Р 34.10-2012 в контейнере по RFC 9548 или в PEM. Ключ с токена или из КриптоПро подключите другим способом подписи.",
  documentUnavailable: "Документ не загрузился (код {status}). Обновите страницу и попробуйте ещё раз.",
  documentChanged: "Файл документа не совпадает с тем, что вам показан, поэтому подпись не поставлена. Обновите страницу и проверьте документ.",
  network: "Нет связи с сервером. Проверьте подключение и нажмите кнопку ещё раз: подписанное уже сохранено.",
  refused: "{reason}",
  signedOut: "Сеанс закончился. Войдите снова в другой вкладке, затем вернитесь сюда и нажмите кнопку ещё раз.",
  serverFailed: "Сервер не принял подпись (код {status}). Попробуйте ещё раз или обратитесь к отправителю документа.",
  workerFailed: "Браузер не смог запустить подпись. Обновите браузер или скачайте документ и загрузите готовый файл .sig.",
  pluginAsking: "Ищем сертификаты в КриптоПро…",
  pluginSigning: "Подтвердите подпись в окне КриптоПро…",
  pluginUntil: "действует по {day}",
  pluginMissing:
    "Расширение КриптоПро ЭЦП Browser plug-in не отвечает. Установите его и КриптоПро CSP, разрешите расширению работать на этой странице и нажмите кнопку ещё раз. Если страница открыта внутри портала, откройте её в новой вкладке.",
  pluginNoCertificate: "В КриптоПро нет действующего сертификата ГОСТ с закрытым ключом. Подключите токен или установите сертификат и повторите.",
  pluginRefused: "КриптоПро не подписал документ: {reason}",
  internal: "Подписать не получилось из-за внутренней ошибки: {reason}",
  inDocument: "«{title}»: {message}",
};

/** The sentence for a code, with its placeholders filled. */
export function message(code, details = {}) {
  const override = document.getElementById("sign-messages");
  const texts = override ? { ...RUSSIAN, ...JSON.parse(override.textContent) } : RUSSIAN;
  return texts[code].replace(/\{(\w+)\}/g, (_, name) => details[name] ?? "");
}
