import type {
  AccessToken,
  Attestation,
  EventPage,
  ServiceToken,
  Session,
  SignedIn,
  Tokens,
  User,
  UserPage,
} from "@rollcall/core";

/* The people of the examples, and their sessions. */

export const requestId = "c36447d7-ab40-4133-b595-c206735a5f37";

export const password = "correct horse battery staple";

export const ada: User = {
  id: "user_01kjpx722ffrqtvgf0hszzax5h",
  email: "ada@example.com",
  emailVerified: false,
  name: "Ada Lovelace",
  roles: [],
  status: "active",
  createdAt: "2026-03-02T09:14:07.311Z",
  updatedAt: "2026-03-02T09:14:07.311Z",
  lastLoginAt: "2026-03-09T07:31:45.020Z",
  deletesAt: null,
};

export const grace: User = {
  ...ada,
  id: "user_01kec2079pf6ctkc4zgj5q0hp0",
  email: "grace@example.com",
  name: "Grace Hopper",
  roles: ["admin"],
  createdAt: "2026-01-07T11:03:20.118Z",
  updatedAt: "2026-02-11T08:20:33.540Z",
};

/** Created by an administrator, and never here. */
export const edsger: User = {
  ...ada,
  id: "user_01khkn71d8e8avv4r2hkx5tw1e",
  email: "edsger@example.com",
  name: null,
  createdAt: "2026-02-16T16:40:52.904Z",
  updatedAt: "2026-02-16T16:40:52.904Z",
  lastLoginAt: null,
};

export const page: UserPage = {
  items: [ada, edsger, grace],
  nextCursor: "AZuYIB02eZmpsJ-Ei3BGwG5RM7DL-dMyfHOyJR0DwzI",
};

export const laptop: Session = {
  id: "sess_01kk8r4mqweseangqz8sb6jjp3",
  current: true,
  createdAt: "2026-03-09T07:31:45.020Z",
  lastUsedAt: "2026-03-10T08:02:19.446Z",
  expiresAt: "2026-03-24T08:02:19.446Z",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0",
  device: { browser: "Firefox", system: "Linux" },
  ip: "203.0.113.7",
  amr: ["pwd"],
};

export const phone: Session = {
  ...laptop,
  id: "sess_01kjpx722ff00shff4jk7d4mhv",
  current: false,
  createdAt: "2026-03-02T09:14:07.311Z",
  lastUsedAt: "2026-03-08T18:45:10.093Z",
  expiresAt: "2026-03-22T18:45:10.093Z",
  userAgent: "Pets/3.2 (iPhone; iOS 26.1)",
  device: { browser: "Pets", system: "iOS" },
  ip: "2001:db8::5c",
};

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");

const header = { alg: "ES256", typ: "at+jwt", kid: "v9u2FzTNU-iWJO-hi388vYCGzl_QFzOIWSd5bRVucp8" };
const claims = {
  iss: "https://auth.example.com",
  sub: ada.id,
  aud: "https://auth.example.com",
  exp: 1773042105,
  iat: 1773041505,
  jti: "0c1c4b5e-2f1a-4c59-9d5e-6f3c8f6f2a57",
  client_id: "rollcall",
  sid: laptop.id,
  auth_time: 1773041505,
  amr: ["pwd"],
  acr: "1",
  roles: [],
};
const signature = "7sdMUTc160actkoJShP4Kdj8T8OesHFISgC9bw0U13_G8CgwQrHWltLXb3Zb6mfQbQRxQG72RbzZlQpGHKTfUQ";

const sign = (payload: object) => `${encode(header)}.${encode(payload)}.${signature}`;

export const tokens: Tokens = {
  accessToken: sign(claims),
  refreshToken: "AQGcrdOIT34vrcHgjn_1dLEBnNGCUvx2XKrC_0ZWaUrDAAAAAyFjmMIIgJr6PpL53TRe1B3JqQVtA5LskiIzPlsSATVp",
  tokenType: "Bearer",
  expiresIn: 600,
};

export const accessToken: AccessToken = {
  accessToken: sign({ ...claims, iat: 1773129739, exp: 1773130339, auth_time: 1773129739 }),
  tokenType: "Bearer",
  expiresIn: 600,
};

export const serviceToken: ServiceToken = {
  accessToken: sign({ ...claims, aud: "orders" }),
  tokenType: "Bearer",
  expiresIn: 600,
};

export const oneTimeToken = "AQwRo6awslEy7hq_ggvWyrD0aNTrw-3dlQ5BH-mpCtGq_rmwDjlP2ftTnQLUli5VGqYpmXj282N19mprSqSgAi_L";

export const signedIn: SignedIn = { user: ada, tokens };

export const events: EventPage = {
  items: [
    {
      id: "evt_01kk8r4mqzf2h8k9d3w5x7n0ba",
      type: "session.started",
      outcome: "success",
      at: laptop.createdAt,
      actor: { type: "user", id: ada.id },
      userId: ada.id,
      sessionId: laptop.id,
      requestId,
      ip: laptop.ip as string,
      data: { amr: ["pwd"], isNewPlace: false },
    },
    {
      id: "evt_01kkbd3p5ne8qtw6y1r4c9m2sv",
      type: "user.changed",
      outcome: "success",
      at: "2026-03-10T08:04:55.310Z",
      actor: { type: "admin", id: grace.id },
      userId: ada.id,
      requestId,
      ip: "198.51.100.4",
      data: { fields: ["status"], status: { before: "active", after: "disabled" } },
    },
  ],
  nextCursor: "AAAAAAAAB9FqZb0Rk0m1U5nU3eRz2d0S",
};

export const app = {
  id: "fact_01kkb2v0c6f0ht7r8d3m5n9q2s",
  type: "totp",
  name: "Phone",
  createdAt: "2026-03-10T08:05:11.302Z",
  lastUsedAt: "2026-03-11T07:58:02.114Z",
} as const;

export const passkey = {
  id: "fact_01kkb30ab9edmvq4x6wz2y8t7k",
  type: "passkey",
  name: "Laptop",
  createdAt: "2026-03-10T08:08:01.905Z",
  lastUsedAt: null,
  backedUp: true,
} as const;

export const credentialId = "mJ8xKc2VQkKqYdV0n3sTzA";

/** What a passkey signs. */
export const challenge = "uIr0zB2mWq7Yk4cXnT9sVd1LpHf6JgEa3oRiKxUwNy8";

/** The base64url of Ada's id. */
export const userHandle = Buffer.from(ada.id).toString("base64url");

/** What goes back with a passkey's answer. */
export const challengeToken = "Yx3lqzT5oVb0c8WdKs2PfRj7uNmEaGhQ4t1iZyXvBkCwSgHnLr9eDpJf6AoUxM";

export const recoveryCodes = ["7k2m-9xqd-4vht", "c0rw-5gzp-e8n3", "b6ys-1jfm-tq7a"];

export const mfaToken = "n2QfVYkVQ3lzp8nJ0m4Wc1tXbQ7uKe5rHq9aZs6dFgYhJkLpO3iU";

export const assertion = {
  id: credentialId,
  rawId: credentialId,
  type: "public-key",
  response: {
    clientDataJSON: "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",
    authenticatorData: "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MdAAAAAQ",
    signature: "MEUCIQDKq8TnYQ",
    userHandle,
  },
} as const;

export const attestation: Attestation = {
  id: credentialId,
  rawId: credentialId,
  type: "public-key",
  response: {
    clientDataJSON: "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0",
    attestationObject: "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVjE",
    transports: ["internal", "hybrid"],
  },
};
