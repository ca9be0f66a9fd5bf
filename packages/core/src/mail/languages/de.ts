import type { Catalogue } from "./catalogue.ts";

const codesLeft = (left: number) => {
  if (left === 0) return "Keiner ist übrig.";
  return left === 1 ? "Einer ist übrig." : `${left} sind übrig.`;
};

const factors = { totp: "eine Authenticator-App", passkey: "ein Passkey" } as const;

export const de: Catalogue = {
  locale: "de-DE",
  greeting: (name) => (name ? `Guten Tag ${name},` : "Guten Tag,"),
  code: "Oder geben Sie diesen Code ein, auf diesem oder einem anderen Gerät:",
  goodUntil: (until, hasCode) =>
    hasCode
      ? `Link und Code gelten bis ${until} und nur einmal. Niemand von uns fragt Sie nach dem Code.`
      : `Der Link gilt bis ${until} und nur einmal.`,
  footer: (product, to) =>
    `${product} hat diese Nachricht an ${to} gesendet, weil sie ein Konto mit dieser Adresse betrifft.`,
  device: ({ browser, system }) => {
    if (browser && system) return `${browser} unter ${system}`;
    return browser ?? system ?? "ein unbekanntes Gerät";
  },
  mails: {
    "verify-email": (_, { product }) => ({
      subject: `Bestätigen Sie Ihre Adresse für ${product}`,
      preheader: "Noch ein Schritt, und das Konto gehört Ihnen.",
      paragraphs: [
        `Jemand, vermutlich Sie, hat sich mit dieser Adresse bei ${product} registriert. Bitte bestätigen Sie, dass sie Ihnen gehört.`,
      ],
      button: "Adresse bestätigen",
      ifNotYou: "Waren Sie es nicht, tun Sie nichts, und geben Sie den Code niemandem.",
    }),
    "reset-password": ({ byAdministrator }, { product }) => ({
      subject: `Neues Passwort für ${product}`,
      preheader: "Hier wählen Sie ein neues Passwort.",
      paragraphs: [
        byAdministrator
          ? `Die Verwaltung von ${product} bittet Sie, ein neues Passwort zu wählen. Alle Ihre Geräte werden abgemeldet.`
          : `Sie möchten ein neues Passwort für ${product} wählen. Alle Ihre Geräte werden dabei abgemeldet.`,
      ],
      button: "Neues Passwort wählen",
      ifNotYou: byAdministrator
        ? "Haben Sie Zweifel, fragen Sie auf einem anderen Weg bei der Verwaltung nach."
        : "Waren Sie es nicht, tun Sie nichts: Ihr Passwort bleibt, wie es ist.",
    }),
    "sign-in-code": (_, { product }) => ({
      subject: `Anmelden bei ${product}`,
      preheader: "Hier sind Ihr Link und Ihr Code.",
      paragraphs: [`Mit dieser Nachricht melden Sie sich ohne Passwort bei ${product} an.`],
      button: "Anmelden",
      ifNotYou: "Haben Sie nicht darum gebeten, tun Sie nichts, und geben Sie den Code niemandem.",
    }),
    "change-email": (_, { product }) => ({
      subject: `Bestätigen Sie Ihre neue Adresse für ${product}`,
      preheader: "Ihr Konto zieht um, sobald Sie die Adresse bestätigen.",
      paragraphs: [
        `Ein Konto bei ${product} soll zu dieser Adresse umziehen. Bitte bestätigen Sie, dass sie Ihnen gehört.`,
      ],
      button: "Diese Adresse verwenden",
      ifNotYou: "Wissen Sie nichts davon, tun Sie nichts: Das Konto bleibt, wo es ist.",
    }),
    "email-changed": (_, { product, hasLink }) => ({
      subject: `Ihre Adresse für ${product} wurde geändert`,
      preheader: "Waren Sie es nicht, machen Sie es jetzt rückgängig.",
      paragraphs: [
        `Ihr Konto bei ${product} hat eine neue Adresse. Mit dieser hier kann man sich nicht mehr anmelden.`,
      ],
      ...(hasLink && { button: "Das war ich nicht, bitte rückgängig machen" }),
      ifNotYou: hasLink
        ? "Waren Sie es, tun Sie nichts. Sonst gibt der Link das Konto dieser Adresse zurück und meldet alle Geräte ab."
        : `Waren Sie es nicht, schreiben Sie ${product} sofort.`,
    }),
    "already-registered": (_, { product }) => ({
      subject: `Sie haben schon ein Konto bei ${product}`,
      preheader: "Jemand wollte sich mit Ihrer Adresse registrieren.",
      paragraphs: [
        `Jemand, vermutlich Sie, wollte sich mit dieser Adresse bei ${product} registrieren. Zu ihr gibt es schon ein Konto: Melden Sie sich an, oder fordern Sie dort ein neues Passwort an, falls Sie Ihres vergessen haben.`,
      ],
      button: "Anmelden",
      ifNotYou: "Waren Sie es nicht, tun Sie nichts: Niemand hat erfahren, dass es zu dieser Adresse ein Konto gibt.",
    }),
    "new-sign-in": ({ device, ip, at }, { product, hasLink }) => ({
      subject: `Neue Anmeldung bei ${product}`,
      preheader: `${device}, ${at}`,
      paragraphs: [
        `Jemand hat sich auf einem Gerät, das wir noch nicht kannten, in Ihrem Konto bei ${product} angemeldet.`,
        `Gerät: ${device}. Zeit: ${at}.${ip ? ` Netzadresse: ${ip}.` : ""}`,
      ],
      ...(hasLink && { button: "Das war ich nicht" }),
      ifNotYou: hasLink
        ? "Waren Sie es, tun Sie nichts. Sonst meldet der Link alle ab, und Sie können ein neues Passwort wählen."
        : "Waren Sie es, tun Sie nichts. Sonst ändern Sie sofort Ihr Passwort.",
    }),
    "password-changed": ({ at }, { product, hasLink }) => ({
      subject: `Ihr Passwort für ${product} wurde geändert`,
      preheader: "Alle anderen Geräte wurden abgemeldet.",
      paragraphs: [
        `Das Passwort Ihres Kontos bei ${product} wurde geändert: ${at}. Alle anderen Geräte wurden abgemeldet.`,
      ],
      ...(hasLink && { button: "Das war ich nicht" }),
      ifNotYou: hasLink
        ? "Waren Sie es, tun Sie nichts. Sonst meldet der Link alle ab, und Sie können ein neues Passwort wählen."
        : "Waren Sie es nicht, fordern Sie auf der Anmeldeseite sofort ein neues Passwort an.",
    }),
    invitation: (_, { product }) => ({
      subject: `Ihr Konto bei ${product}`,
      preheader: "Wählen Sie ein Passwort, und es ist bereit.",
      paragraphs: [
        `Die Verwaltung von ${product} hat ein Konto für Sie angelegt. Wählen Sie ein Passwort, um zu beginnen.`,
      ],
      button: "Einladung annehmen",
      ifNotYou: "Haben Sie das nicht erwartet, tun Sie nichts: Ohne diese Nachricht kann niemand das Konto benutzen.",
    }),
    "account-deleted": ({ at }, { product, hasLink }) => ({
      subject: `Ihr Konto bei ${product} wurde gelöscht`,
      preheader: hasLink ? "Noch können Sie es wiederherstellen." : "Dies ist die letzte Nachricht dazu.",
      paragraphs: [
        `Ihr Konto bei ${product} wurde gelöscht: ${at}.`,
        ...(hasLink
          ? [
              "Sie haben es sich anders überlegt? Bis zur unten genannten Zeit lässt es sich wiederherstellen, wie es war.",
            ]
          : []),
      ],
      ...(hasLink && { button: "Konto wiederherstellen" }),
      ifNotYou: hasLink
        ? "Waren Sie es nicht, stellen Sie es wieder her, und wählen Sie ein neues Passwort."
        : `Waren Sie es nicht, schreiben Sie ${product}.`,
    }),
    "factor-added": ({ kind, at }, { product }) => ({
      subject: `Neuer zweiter Faktor bei ${product}`,
      preheader: `${factors[kind]}, ${at}`,
      paragraphs: [
        `Zu Ihrem Konto bei ${product} kam hinzu: ${factors[kind]}, ${at}. Von nun an wird beim Anmelden danach gefragt.`,
      ],
      ifNotYou: `Waren Sie es nicht, kennt jemand Ihr Passwort: Schreiben Sie ${product} sofort.`,
    }),
    "factor-removed": ({ kind, at }, { product }) => ({
      subject: `Ein zweiter Faktor wurde bei ${product} entfernt`,
      preheader: `${factors[kind]}, ${at}`,
      paragraphs: [`Aus Ihrem Konto bei ${product} wurde entfernt: ${factors[kind]}, ${at}.`],
      ifNotYou: `Waren Sie es nicht, ändern Sie Ihr Passwort, und schreiben Sie ${product} sofort.`,
    }),
    "factors-removed": ({ at }, { product }) => ({
      subject: `Ihre zweiten Faktoren bei ${product} wurden entfernt`,
      preheader: "Sie sind überall abgemeldet.",
      paragraphs: [
        `Die Verwaltung von ${product} hat alle zweiten Faktoren Ihres Kontos und seine Wiederherstellungscodes entfernt: ${at}. Alle Ihre Geräte wurden abgemeldet.`,
        "Von nun an wird beim Anmelden nur noch nach Ihrem Passwort gefragt. Richten Sie bald einen neuen zweiten Faktor ein.",
      ],
      ifNotYou: `Haben Sie nicht darum gebeten, hat es jemand in Ihrem Namen getan: Wählen Sie sofort ein neues Passwort, und schreiben Sie ${product}.`,
    }),
    "factors-removal": ({ at }, { product, hasLink }) => ({
      subject: `Ihre zweiten Faktoren bei ${product} werden bald entfernt`,
      preheader: "Haben Sie nicht darum gebeten, behalten Sie sie jetzt.",
      paragraphs: [
        `Jemand, vermutlich Sie, hat ${product} gemeldet, dass Ihre zweiten Faktoren verloren sind. Zu diesem Zeitpunkt werden alle entfernt, samt den Wiederherstellungscodes, und alle Ihre Geräte abgemeldet: ${at}.`,
        "Haben Sie darum gebeten, tun Sie nichts: Danach melden Sie sich ohne sie an. Finden sie sich wieder, melden Sie sich mit einem davon an, und alles bleibt, wie es ist.",
      ],
      ...(hasLink && { button: "Meine zweiten Faktoren behalten" }),
      ifNotYou: `Haben Sie nicht darum gebeten, gibt sich jemand für Sie aus: Behalten Sie sie, wählen Sie ein neues Passwort, und schreiben Sie ${product}.`,
    }),
    "factors-kept": ({ at }, { product }) => ({
      subject: `Ihre zweiten Faktoren bei ${product} bleiben`,
      preheader: "Sie werden nicht entfernt.",
      paragraphs: [
        `Die zweiten Faktoren Ihres Kontos bei ${product} sollten entfernt werden. Das wurde verhindert: ${at}. Sie bleiben.`,
      ],
      ifNotYou: `Waren Sie es nicht, und haben Sie sie verloren, schreiben Sie ${product} sofort: Jemand anderes könnte sie haben.`,
    }),
    "second-factor-refused": ({ at }, { product }) => ({
      subject: `Vielleicht kennt jemand Ihr Passwort für ${product}`,
      preheader: "An Ihrem zweiten Faktor ist es gescheitert.",
      paragraphs: [
        `Jemand wollte sich in Ihrem Konto bei ${product} anmelden, etwa mit Ihrem Passwort, und ist immer wieder an Ihrem zweiten Faktor gescheitert, zuletzt: ${at}. So ist niemand hineingekommen, und zwischen weiteren Versuchen muss man nun warten.`,
      ],
      ifNotYou:
        "Waren Sie es, tun Sie nichts. Sonst fordern Sie auf der Anmeldeseite ein neues Passwort an: Ihres ist jemandem bekannt.",
    }),
    "recovery-codes-made": ({ at }, { product }) => ({
      subject: `Neue Wiederherstellungscodes für ${product}`,
      preheader: "Die bisherigen gelten nicht mehr.",
      paragraphs: [
        `Ihr Konto bei ${product} hat neue Wiederherstellungscodes: ${at}. Die bisherigen gelten nicht mehr.`,
      ],
      ifNotYou: `Waren Sie es nicht, ändern Sie Ihr Passwort, und schreiben Sie ${product} sofort.`,
    }),
    "recovery-code-used": ({ left, at }, { product }) => ({
      subject: `Ein Wiederherstellungscode wurde bei ${product} benutzt`,
      preheader: codesLeft(left),
      paragraphs: [
        `Jemand, vermutlich Sie, hat sich bei ${product} mit einem Wiederherstellungscode ausgewiesen: ${at}. ${codesLeft(left)}`,
        ...(left < 4 ? ["Machen Sie neue, bevor Sie sie brauchen."] : []),
      ],
      ifNotYou: `Waren Sie es nicht, hat jemand Ihre Codes: Machen Sie neue, ändern Sie Ihr Passwort, und schreiben Sie ${product}.`,
    }),
    "account-changed": ({ change }, { product }) => {
      const sentence = {
        disabled: `Ihr Konto bei ${product} wurde von der Verwaltung gesperrt. Sie sind überall abgemeldet.`,
        enabled: `Ihr Konto bei ${product} wurde von der Verwaltung wieder freigegeben. Sie können sich anmelden wie zuvor.`,
        "made-admin": `Sie gehören jetzt zur Verwaltung von ${product}.`,
        "no-longer-admin": `Sie gehören nicht mehr zur Verwaltung von ${product}.`,
      }[change];
      return {
        subject: `Ihr Konto bei ${product} wurde geändert`,
        preheader: sentence,
        paragraphs: [sentence],
        ifNotYou: "Überrascht Sie das, fragen Sie bei der Verwaltung nach.",
      };
    },
  },
};
