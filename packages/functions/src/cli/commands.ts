import { createAdmin, demoteAdmin, listAdmins, promoteAdmin } from "./admin.ts";
import type { Command } from "./command.ts";
import { showEvents } from "./events.ts";
import { listKeys, revokeKey, rotateKeys } from "./keys.ts";
import { listMail, retryMail } from "./mail.ts";
import { createIndexes, maintain, printSecret } from "./operations.ts";
import {
  deleteAccount,
  disableAccount,
  enableAccount,
  endAccountSessions,
  inviteUser,
  removeFactors,
  resetAccount,
  showAccount,
  showFactors,
} from "./user.ts";

const password = "The password is asked for on a terminal, and otherwise read from standard input, one line.";

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  {
    name: "admin create",
    operand: "EMAIL",
    summary: "Create an administrator's account",
    details: `Fails where the address has an account: \`admin promote\` is for those. ${password}`,
    run: createAdmin,
  },
  {
    name: "admin promote",
    operand: "EMAIL",
    asks: true,
    summary: "Make an administrator of an account that exists",
    details: `Shows whose account it is, and asks. Then, in one step, it makes the account an active administrator's, sets a new password, removes every factor and ends every session, so that whoever has had it so far has it no longer. ${password}`,
    run: promoteAdmin,
  },
  {
    name: "admin demote",
    operand: "EMAIL",
    summary: "Take the role from an administrator, but the last one",
    run: demoteAdmin,
  },
  { name: "admin list", summary: "Show all administrators", run: listAdmins },
  {
    name: "user show",
    operand: "EMAIL|ID",
    summary: "Show an account, its age, its state and its sessions",
    run: showAccount,
  },
  {
    name: "user invite",
    operand: "EMAIL",
    summary: "Create an account, and have its owner choose a password by mail",
    details: "The mail is good for seven days; `user reset` sends another one.",
    run: inviteUser,
  },
  {
    name: "user reset",
    operand: "EMAIL|ID",
    summary: "Have somebody choose a new password by mail",
    details:
      "The mail is good for a day. The password before is good until the new one is chosen, which ends every session.",
    run: resetAccount,
  },
  {
    name: "user disable",
    operand: "EMAIL|ID",
    summary: "Let nobody sign in to an account, and end its sessions",
    run: disableAccount,
  },
  { name: "user enable", operand: "EMAIL|ID", summary: "Make a disabled account active again", run: enableAccount },
  {
    name: "user end-sessions",
    operand: "EMAIL|ID",
    summary: "End every session of an account",
    run: endAccountSessions,
  },
  {
    name: "user factors",
    operand: "EMAIL|ID",
    summary: "Show what an account is proved with beside a password",
    details: "One line for each authenticator app and passkey, and how many recovery codes are left.",
    run: showFactors,
  },
  {
    name: "user remove-factors",
    operand: "EMAIL|ID",
    needs: { "--reason": "TEXT" },
    asks: true,
    summary: "Remove all factors of somebody who has lost them",
    details:
      "For an owner who it is you have made sure of. Shows whose account it is, and asks. Removes apps, passkeys and recovery codes and ends every session, at once, whatever FACTOR_REMOVAL_DELAY says; the owner is told by mail, at every address. The reason is for the audit trail, which the owner reads, too.",
    run: removeFactors,
  },
  {
    name: "user delete",
    operand: "EMAIL|ID",
    asks: true,
    summary: "Delete an account and with it its sessions",
    details: "Shows whose account it is, and asks. The address is free again at once.",
    run: deleteAccount,
  },
  {
    name: "mail list",
    summary: "Show mails, and events, that the relay has given up",
    details: "One line each: its id, since when it waits, how often it was tried, what it is, and for whom.",
    run: listMail,
  },
  {
    name: "mail retry",
    operand: "ID|all",
    summary: "Have what was given up tried again, from the start",
    run: retryMail,
  },
  {
    name: "events",
    takes: { "--user": "EMAIL|ID", "--type": "TYPE", "--follow": null },
    summary: "Show the audit trail, the newest events last",
    details:
      "One line for each event: when, what, whose account, who has done it, from where, and its data. Shows the last 50, of one account or one type where you say so; with --follow it goes on with what comes, until you stop it. Of an account that is gone, give the ID.",
    run: showEvents,
  },
  { name: "keys list", summary: "Show the signing keys; makes the first where there is none", run: listKeys },
  {
    name: "keys rotate",
    summary: "Take the next step of the rotation",
    details: "Publishes a new key or, once every cache has seen it, lets it sign.",
    run: rotateKeys,
  },
  {
    name: "keys revoke",
    operand: "KID",
    summary: "Withdraw a signing key at once",
    details: "For a key that somebody else may have. Its tokens are refused within 5 minutes.",
    run: revokeKey,
  },
  {
    name: "maintain",
    summary: "Do what is due",
    details:
      "Replaces signing keys after 90 days. Encrypts them, and what accounts hold of authenticator apps and recovery codes, under a new SECRET_KEY. Carries out deletions, and removals of factors, that are due and removes what is over: sessions, links, unconfirmed registrations, what the relay gave up, counts of attempts, old events. Makes due again what a clock had put off, and mends what searches find accounts by. Sends nothing: the server does. To be run every hour where no schedule does.",
    run: maintain,
  },
  { name: "indexes", summary: "Create the database's indexes where they are missing", run: createIndexes },
  { name: "secret", summary: "Print a new value for SECRET_KEY", run: printSecret },
];
