//! How names of secrets end: what is asked at every separator.

/// How a key that names a secret may end, lower case. Asked at every separator, so it must be cheap.
pub(super) const ENDINGS: &[&str] = &[
    "cookie", "үг", "сөз", "value", "default", "text", "content", "salt", "base", "secret", "secrets", "secret_id",
    "secretid", "keys", "cookies", "credentials", "credential", "key", "token", "authorization", "auth", "bearer",
    "string", "sessionid", "sid", "jwt", "pat", "pass", "sig", "signature", "sas", "code", "pin", "passe", " pw",
    "_pw", "\npw", "\"pw", "'pw", "(pw", ",pw", "-pw", "&pw", "dbpw", "rootpw", "adminpw", "userpw", "bindpw",
    "mailpw", "ldappw", "sshpw", "vpnpw", "wifipw", "psk", "authtok", "cred", "creds", "csrf", "xsrf", "otp_seed",
    "otpseed", "mfa_seed", "mfaseed", "saml_response", "samlresponse", "snmp_community", "snmpcommunity",
    "confirmation", "confirm", "repeat", "passwordnew", "password_new", "passwordold", "password_old", "password_hash",
    "passwordhash", "passwd_hash", "Пароль", "ПАРОЛЬ",
];
