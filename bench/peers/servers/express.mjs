import bcrypt from "bcrypt";
import express from "express";
import jsonwebtoken from "jsonwebtoken";
import mongoose from "mongoose";
import passport from "passport";
import { ExtractJwt, Strategy } from "passport-jwt";
import { listening } from "./listening.mjs";

/* Accounts as people write them with Express: passport-jwt, mongoose, bcrypt at ten rounds. */

const { MONGODB_URI, SECRET_KEY } = process.env;

const userSchema = new mongoose.Schema(
  {
    email: { type: String, required: true, unique: true, lowercase: true, trim: true },
    name: String,
    password: { type: String, required: true },
  },
  { timestamps: true },
);
userSchema.pre("save", async function hashPassword() {
  if (this.isModified("password")) this.password = await bcrypt.hash(this.password, 10);
});
userSchema.set("toJSON", {
  versionKey: false,
  transform: (_document, { _id, password, ...shown }) => ({ id: _id, ...shown }),
});
const User = mongoose.model("User", userSchema);

await mongoose.connect(MONGODB_URI);
await User.init();

const fromHeader = ExtractJwt.fromAuthHeaderAsBearerToken();
passport.use(
  new Strategy({ jwtFromRequest: fromHeader, secretOrKey: SECRET_KEY }, async ({ sub }, done) => {
    try {
      done(null, (await User.findById(sub)) ?? false);
    } catch (error) {
      done(error);
    }
  }),
);
const authenticated = passport.authenticate("jwt", { session: false });
const signedIn = (user) => ({
  user,
  accessToken: jsonwebtoken.sign({ sub: user.id }, SECRET_KEY, { expiresIn: "10m" }),
});

const app = express();
app.use(express.json());
app.use(passport.initialize());

app.post("/register", async (request, response) => {
  const { email, password } = request.body;
  if (await User.exists({ email })) return response.status(409).json({ message: "The address is taken" });
  response.status(201).json(signedIn(await User.create({ email, password })));
});

app.post("/login", async (request, response) => {
  const { email, password } = request.body;
  const user = await User.findOne({ email });
  if (!user || !(await bcrypt.compare(password, user.password))) return response.status(401).json({});
  response.json(signedIn(user));
});

app.get("/me", authenticated, (request, response) => response.json(request.user));

const server = app.listen(0, "127.0.0.1", () => listening(server.address()));
