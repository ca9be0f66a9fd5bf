import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type { Assertion, Attestation } from "@rollcall/core";
import type { CreationOptions, RequestOptions } from "@rollcall/core/passkey";
import { type Cbor, CborMap, encodeCbor } from "./cbor.ts";

/** The algorithms that it can sign with, by their COSE numbers. */
export const algorithmNumbers = { ES256: -7, EdDSA: -8, RS256: -257 } as const;
export type Algorithm = keyof typeof algorithmNumbers;

/** Of authenticator data (WebAuthn Level 3 section 6.1). */
export const flag = { userPresent: 1, userVerified: 4, backupEligible: 8, backedUp: 16, attested: 64, extended: 128 };

export interface AuthenticatorTraits {
  algorithm?: Algorithm;
  /** Where the page is that asks. */
  origin?: string;
  isUserVerified?: boolean;
  isBackupEligible?: boolean;
  isBackedUp?: boolean;
  /** How often it has signed so far; without it, it does not count. */
  counter?: number;
  credentialId?: Buffer;
  transports?: string[];
}

/** What is wrong with an answer. What is signed is changed before it is signed: nothing else is wrong. */
export interface Tampering {
  clientData?: (data: Record<string, unknown>) => unknown;
  /** The same as text. */
  clientText?: (text: Buffer) => Buffer;
  rpId?: string;
  flags?: (flags: number) => number;
  counter?: number;
  /** The members of the COSE_Key. */
  publicKey?: (key: CborMap) => Cbor;
  /** The attested credential data as bytes (section 6.5.1). */
  attested?: (bytes: Buffer) => Buffer;
  /** The authenticator data as bytes. */
  authData?: (bytes: Buffer) => Buffer;
  /** `fmt` and `attStmt` of an attestation, in the place of `none`. */
  statement?: (toBeSigned: Buffer) => [format: string, statement: Cbor];
  /** The attestation object as bytes. */
  object?: (bytes: Buffer) => Buffer;
  signature?: (bytes: Buffer) => Buffer;
  /** The answer as JSON. */
  answer?: (answer: Record<string, unknown> & { response: Record<string, unknown> }) => unknown;
}

/** What an authenticator keeps of a passkey. */
interface Credential {
  id: Buffer;
  privateKey: KeyObject;
  publicKey: KeyObject;
  userHandle: string | null;
}

/**
 * An authenticator and its browser, in software: one credential, made by `create` and used by `get`, as PublicKeyCredential.toJSON() says
 * it (WebAuthn Level 3 section 5.1).
 */
export class Authenticator {
  readonly traits: AuthenticatorTraits & { algorithm: Algorithm };
  readonly credential: Credential;

  constructor({ credentialId = randomBytes(32), ...traits }: AuthenticatorTraits = {}, credential?: Credential) {
    this.traits = { algorithm: "ES256", origin: "https://app.example.test", isUserVerified: true, ...traits };
    this.credential = credential ?? { id: credentialId, userHandle: null, ...newKeys(this.traits.algorithm) };
  }

  get id(): string {
    return this.credential.id.toString("base64url");
  }

  /** The same passkey in other hands, on another page, or as a copy. */
  like(traits: AuthenticatorTraits): Authenticator {
    return new Authenticator({ ...this.traits, ...traits }, { ...this.credential });
  }

  create({ user, rp, challenge }: CreationOptions, tampering: Tampering = {}): Attestation {
    this.credential.userHandle = user.id;
    const { id, publicKey } = this.credential;
    const clientData = this.#clientData("webauthn.create", challenge, tampering);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const key = encodeCbor((tampering.publicKey ?? ((same) => same))(coseKeyOf(publicKey, this.traits.algorithm)));
    const attested = Buffer.concat([Buffer.alloc(16), length, id, key]);
    const authData = this.#authData(rp.id, flag.attested, (tampering.attested ?? same)(attested), tampering);
    const toBeSigned = Buffer.concat([authData, sha256(clientData)]);
    const [format, statement] = tampering.statement?.(toBeSigned) ?? ["none", new CborMap()];
    const object = new CborMap(["fmt", format], ["attStmt", statement], ["authData", authData]);
    const attestationObject = (tampering.object ?? same)(encodeCbor(object)).toString("base64url");
    const { transports = ["internal"] } = this.traits;
    return this.#answer(
      { clientDataJSON: clientData.toString("base64url"), attestationObject, transports },
      tampering,
    ) as Attestation;
  }

  get({ rpId, challenge }: RequestOptions, tampering: Tampering = {}): Assertion {
    const clientData = this.#clientData("webauthn.get", challenge, tampering);
    const authData = this.#authData(rpId, 0, Buffer.alloc(0), tampering);
    const signature = this.sign(Buffer.concat([authData, sha256(clientData)]));
    const response = {
      clientDataJSON: clientData.toString("base64url"),
      authenticatorData: authData.toString("base64url"),
      signature: (tampering.signature ?? same)(signature).toString("base64url"),
      userHandle: this.credential.userHandle,
    };
    return this.#answer(response, tampering) as Assertion;
  }

  sign(data: Buffer): Buffer {
    return sign(this.traits.algorithm === "EdDSA" ? null : "sha256", data, this.credential.privateKey);
  }

  #clientData(type: string, challenge: string, { clientData, clientText }: Tampering): Buffer {
    const data = { type, challenge, origin: this.traits.origin, crossOrigin: false };
    return (clientText ?? same)(Buffer.from(JSON.stringify((clientData ?? ((same) => same))(data))));
  }

  #authData(rpId: string, extraFlags: number, rest: Buffer, tampering: Tampering): Buffer {
    const { isUserVerified, isBackupEligible, isBackedUp } = this.traits;
    const set = [
      flag.userPresent,
      isUserVerified ? flag.userVerified : 0,
      isBackupEligible ? flag.backupEligible : 0,
      isBackedUp ? flag.backedUp : 0,
      extraFlags,
    ];
    const flags = set.reduce((all, one) => all | one);
    if (this.traits.counter !== undefined) this.traits.counter++;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(tampering.counter ?? this.traits.counter ?? 0);
    const flagByte = Buffer.from([(tampering.flags ?? ((same) => same))(flags)]);
    return (tampering.authData ?? same)(
      Buffer.concat([sha256(Buffer.from(tampering.rpId ?? rpId)), flagByte, counter, rest]),
    );
  }

  #answer(response: Record<string, unknown>, { answer = (same) => same }: Tampering): unknown {
    return answer({
      id: this.id,
      rawId: this.id,
      type: "public-key",
      authenticatorAttachment: "platform",
      clientExtensionResults: {},
      response,
    });
  }
}

const same = (bytes: Buffer) => bytes;

const sha256 = (data: Buffer) => createHash("sha256").update(data).digest();

function newKeys(algorithm: Algorithm) {
  if (algorithm === "EdDSA") return generateKeyPairSync("ed25519");
  if (algorithm === "RS256") return generateKeyPairSync("rsa", { modulusLength: 2_048 });
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

/** A public key as a COSE_Key (RFC 9052 section 7). */
export function coseKeyOf(key: KeyObject, algorithm: Algorithm): CborMap {
  const { x = "", y = "", n = "", e = "" } = key.export({ format: "jwk" }) as Record<string, string>;
  const bytes = (text: string) => Buffer.from(text, "base64url");
  const alg = [3, algorithmNumbers[algorithm]] as const;
  if (algorithm === "EdDSA") return new CborMap([1, 1], alg, [-1, 6], [-2, bytes(x)]);
  if (algorithm === "RS256") return new CborMap([1, 3], alg, [-1, bytes(n)], [-2, bytes(e)]);
  return new CborMap([1, 2], alg, [-1, 1], [-2, bytes(x)], [-3, bytes(y)]);
}
