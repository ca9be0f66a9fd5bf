import type { Catalogue } from "./catalogue.ts";

const codesLeft = (left: number) => {
  if (left === 0) return "None is left.";
  return left === 1 ? "One is left." : `${left} are left.`;
};

const factors = { totp: "An authenticator app", passkey: "A passkey" } as const;

export const en: Catalogue = {
  locale: "en-GB",
  greeting: (name) => (name ? `Hello ${name},` : "Hello,"),
  code: "Or type this code, on this or another device:",
  goodUntil: (until, hasCode) =>
    hasCode
      ? `The link and the code are good until ${until}, and only once. Nobody from us will ask you for the code.`
      : `The link is good until ${until}, and only once.`,
  footer: (product, to) => `${product} sent this mail to ${to}, because it concerns an account with this address.`,
  device: ({ browser, system }) => {
    if (browser && system) return `${browser} on ${system}`;
    return browser ?? system ?? "an unknown device";
  },
  mails: {
    "verify-email": (_, { product }) => ({
      subject: `Confirm your address for ${product}`,
      preheader: "One more step, and the account is yours.",
      paragraphs: [
        `Somebody, probably you, has signed up for ${product} with this address. Please confirm that it is yours.`,
      ],
      button: "Confirm my address",
      ifNotYou: "If it was not you, do nothing, and give the code to nobody.",
    }),
    "reset-password": ({ byAdministrator }, { product }) => ({
      subject: `Set a new password for ${product}`,
      preheader: "Here you choose a new password.",
      paragraphs: [
        byAdministrator
          ? `An administrator of ${product} asks you to set a new password. All your devices will be signed out.`
          : `You asked to set a new password for ${product}. All your devices will be signed out.`,
      ],
      button: "Set a new password",
      ifNotYou: byAdministrator
        ? "If you are in doubt, ask your administrator on another way."
        : "If it was not you, do nothing: your password stays as it is.",
    }),
    "sign-in-code": (_, { product }) => ({
      subject: `Sign in to ${product}`,
      preheader: "Here are your link and your code.",
      paragraphs: [`With this mail you sign in to ${product} without a password.`],
      button: "Sign in",
      ifNotYou: "If you did not ask for it, do nothing, and give the code to nobody.",
    }),
    "change-email": (_, { product }) => ({
      subject: `Confirm your new address for ${product}`,
      preheader: "Your account moves to this address when you confirm it.",
      paragraphs: [`An account at ${product} is to be moved to this address. Please confirm that it is yours.`],
      button: "Use this address",
      ifNotYou: "If you do not know of it, do nothing: the account stays where it is.",
    }),
    "email-changed": (_, { product, hasLink }) => ({
      subject: `Your address for ${product} was changed`,
      preheader: "If it was not you, take it back now.",
      paragraphs: [`Your account at ${product} has a new address. This one is no longer good for signing in.`],
      ...(hasLink && { button: "This was not me, take it back" }),
      ifNotYou: hasLink
        ? "If it was you, do nothing. Otherwise the link gives the account back to this address and signs out every device."
        : `If it was not you, write to ${product} at once.`,
    }),
    "already-registered": (_, { product }) => ({
      subject: `You already have an account at ${product}`,
      preheader: "Somebody signed up with your address.",
      paragraphs: [
        `Somebody, probably you, wanted to sign up for ${product} with this address. It has an account already: sign in instead, or ask for a new password there if you have forgotten yours.`,
      ],
      button: "Sign in",
      ifNotYou: "If it was not you, do nothing: nobody has learned that this address has an account.",
    }),
    "new-sign-in": ({ device, ip, at }, { product, hasLink }) => ({
      subject: `New sign-in to ${product}`,
      preheader: `${device}, ${at}`,
      paragraphs: [
        `Somebody signed in to your account at ${product} on a device that we did not know.`,
        `Device: ${device}. Time: ${at}.${ip ? ` Network address: ${ip}.` : ""}`,
      ],
      ...(hasLink && { button: "This was not me" }),
      ifNotYou: hasLink
        ? "If it was you, do nothing. Otherwise the link signs everybody out and lets you set a new password."
        : "If it was you, do nothing. Otherwise change your password at once.",
    }),
    "password-changed": ({ at }, { product, hasLink }) => ({
      subject: `Your password for ${product} was changed`,
      preheader: "All other devices were signed out.",
      paragraphs: [
        `The password of your account at ${product} was changed on ${at}. All other devices were signed out.`,
      ],
      ...(hasLink && { button: "This was not me" }),
      ifNotYou: hasLink
        ? "If it was you, do nothing. Otherwise the link signs everybody out and lets you set a new password."
        : "If it was not you, ask for a new password on the sign-in page at once.",
    }),
    invitation: (_, { product }) => ({
      subject: `Your account at ${product}`,
      preheader: "Choose a password, and it is ready.",
      paragraphs: [`An administrator has made an account for you at ${product}. Choose a password to begin.`],
      button: "Accept the invitation",
      ifNotYou: "If you did not expect it, do nothing: nobody can use the account without this mail.",
    }),
    "account-deleted": ({ at }, { product, hasLink }) => ({
      subject: `Your account at ${product} was deleted`,
      preheader: hasLink ? "For a while you can take it back." : "This is the last mail to it.",
      paragraphs: [
        `Your account at ${product} was deleted on ${at}.`,
        ...(hasLink ? ["You have changed your mind? Until the time below it can be restored as it was."] : []),
      ],
      ...(hasLink && { button: "Restore my account" }),
      ifNotYou: hasLink
        ? "If it was not you, restore it and set a new password."
        : `If it was not you, write to ${product}.`,
    }),
    "factor-added": ({ kind, at }, { product }) => ({
      subject: `New second factor at ${product}`,
      preheader: `${factors[kind]}, ${at}`,
      paragraphs: [
        `${factors[kind]} was added to your account at ${product} on ${at}. From now on it is asked for when you sign in.`,
      ],
      ifNotYou: `If it was not you, somebody knows your password: write to ${product} at once.`,
    }),
    "factor-removed": ({ kind, at }, { product }) => ({
      subject: `A second factor was removed at ${product}`,
      preheader: `${factors[kind]}, ${at}`,
      paragraphs: [`${factors[kind]} was removed from your account at ${product} on ${at}.`],
      ifNotYou: `If it was not you, change your password, and write to ${product} at once.`,
    }),
    "factors-removed": ({ at }, { product }) => ({
      subject: `Your second factors for ${product} were removed`,
      preheader: "You are signed out everywhere.",
      paragraphs: [
        `An administrator of ${product} has removed all second factors of your account, and its recovery codes, on ${at}. All your devices were signed out.`,
        "From now on nothing but your password is asked for when you sign in. Set up a new second factor as soon as you can.",
      ],
      ifNotYou: `If you did not ask for it, somebody has in your name: set a new password at once, and write to ${product}.`,
    }),
    "factors-removal": ({ at }, { product, hasLink }) => ({
      subject: `Your second factors for ${product} are about to be removed`,
      preheader: "If you did not ask for it, keep them now.",
      paragraphs: [
        `Somebody, probably you, has told ${product} that your second factors are lost. On ${at} all of them will be removed, with the recovery codes, and all your devices will be signed out.`,
        "If you asked for it, do nothing: from then on you sign in without. If they turn up, sign in with one of them, and everything stays as it is.",
      ],
      ...(hasLink && { button: "Keep my second factors" }),
      ifNotYou: `If you did not ask for it, somebody pretends to be you: keep them, set a new password, and write to ${product}.`,
    }),
    "factors-kept": ({ at }, { product }) => ({
      subject: `Your second factors for ${product} stay`,
      preheader: "They will not be removed.",
      paragraphs: [
        `The second factors of your account at ${product} were to be removed. That was stopped on ${at}: they stay.`,
      ],
      ifNotYou: `If it was not you, and you have lost them, write to ${product} at once: somebody else may have them.`,
    }),
    "second-factor-refused": ({ at }, { product }) => ({
      subject: `Somebody may know your password for ${product}`,
      preheader: "They have failed at your second factor.",
      paragraphs: [
        `Somebody has begun to sign in to your account at ${product}, such as with your password, and has failed at your second factor again and again, the last time on ${at}. Nobody has got in that way, and now there is a wait between further attempts.`,
      ],
      ifNotYou:
        "If it was you, do nothing. Otherwise ask for a new password on the sign-in page: yours is known to somebody.",
    }),
    "recovery-codes-made": ({ at }, { product }) => ({
      subject: `New recovery codes for ${product}`,
      preheader: "Those before are void.",
      paragraphs: [`Your account at ${product} got new recovery codes on ${at}. Those before are void.`],
      ifNotYou: `If it was not you, change your password, and write to ${product} at once.`,
    }),
    "recovery-code-used": ({ left, at }, { product }) => ({
      subject: `A recovery code was used at ${product}`,
      preheader: codesLeft(left),
      paragraphs: [
        `Somebody, probably you, proved who they are at ${product} with a recovery code on ${at}. ${codesLeft(left)}`,
        ...(left < 4 ? ["Make new ones before you need them."] : []),
      ],
      ifNotYou: `If it was not you, somebody has your codes: make new ones, change your password, and write to ${product}.`,
    }),
    "account-changed": ({ change }, { product }) => {
      const sentence = {
        disabled: `Your account at ${product} was disabled by an administrator. You are signed out everywhere.`,
        enabled: `Your account at ${product} was enabled again by an administrator. You can sign in as before.`,
        "made-admin": `You are an administrator of ${product} now.`,
        "no-longer-admin": `You are no longer an administrator of ${product}.`,
      }[change];
      return {
        subject: `Your account at ${product} was changed`,
        preheader: sentence,
        paragraphs: [sentence],
        ifNotYou: "If this surprises you, ask an administrator.",
      };
    },
  },
};
