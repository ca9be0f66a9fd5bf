// docs/decisions/0008-native-url.md says why.
module.exports = { URL, URLSearchParams };
