/**
 * Detached CAdES-BES (ETSI EN 319 122-1, RFC 5652, RFC 5035): one signer, the certificate and its chain inside.
 *
 * The profile is the one gost-engine and CryptoPro write: the signature algorithm is the identifier of the key,
 * the digest is Streebog of the key's length.
 */

import { concat } from "./bytes.js";
import { context, element, octetString, oid, sequence, setOf, smallInteger, time } from "./der.js";
import { sign } from "./gost3410.js";
import { streebog } from "./streebog.js";

const DATA = "1.2.840.113549.1.7.1";
const SIGNED_DATA = "1.2.840.113549.1.7.2";
const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const SIGNING_TIME = "1.2.840.113549.1.9.5";
const SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";

const attribute = (type, value) => sequence(oid(type), setOf(value));
const algorithmIdentifier = (type) => sequence(oid(type));

/**
 * Sign a document by its digest.
 *
 * @param key an opened key, as keyfile.js returns it
 * @param {Uint8Array} digest Streebog of the document, of the key's length
 * @param {Date} signingTime claimed time of signing
 * @returns {Uint8Array} DER of ContentInfo: the .sig file
 */
export function signDetached(key, digest, signingTime) {
  const { algorithm, d, certificate, chain } = key;
  const attributes = signedAttributes(key, digest, signingTime);
  const signature = sign(algorithm.curve, d, streebog(algorithm.bits, setOf(...attributes)));
  const signerInfo = sequence(
    smallInteger(1),
    sequence(certificate.issuerRaw, certificate.serialRaw),
    algorithmIdentifier(algorithm.digest),
    retag(context(0), setOf(...attributes)),
    algorithmIdentifier(algorithm.oid),
    octetString(signature),
  );
  const certificates = [certificate, ...chain].map(({ raw }) => raw);
  const signedData = sequence(
    smallInteger(1),
    setOf(algorithmIdentifier(algorithm.digest)),
    sequence(oid(DATA)),
    retag(context(0), setOf(...certificates)),
    setOf(signerInfo),
  );
  return sequence(oid(SIGNED_DATA), element(context(0), signedData));
}

function signedAttributes({ algorithm, certificate }, digest, signingTime) {
  const directoryName = element(context(4), certificate.issuerRaw);
  const certificateId = sequence(
    algorithmIdentifier(algorithm.digest),
    octetString(streebog(algorithm.bits, certificate.raw)),
    sequence(sequence(directoryName), certificate.serialRaw),
  );
  return [
    attribute(CONTENT_TYPE, oid(DATA)),
    attribute(SIGNING_TIME, time(signingTime)),
    attribute(MESSAGE_DIGEST, octetString(digest)),
    attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(certificateId))),
  ];
}

/** The same bytes under an IMPLICIT tag; the signature itself covers the SET form (RFC 5652 § 5.4). */
function retag(tag, encoded) {
  return concat(Uint8Array.of(tag), encoded.subarray(1));
}
