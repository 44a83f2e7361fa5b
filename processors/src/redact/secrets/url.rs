//! Secrets in URLs: user and password, webhooks and tokens in paths. Signed queries are assignments (`assign`).

use super::{
    beside::varied,
    class::{ALNUM, DASH, UNDERSCORE, is},
    shape,
    shape::Shape,
};
use crate::redact::{
    bytes::{alnum, at, back, digit, part, run, run_back},
    scan::Hit,
    types::{Type, mark_at},
};

/// Ends of hosts, paths after which a secret stands, what may belong to it besides letters, its fewest bytes, type,
/// rule.
#[rustfmt::skip]
const PATHS: &[(&[u8], &[u8], &[u8], usize, Type, &str)] = &[
    (b"hooks.slack.com", b"services/", b"/", 16, Type::SlackToken, "slack-webhook"),
    (b"hooks.slack.com", b"workflows/", b"/", 16, Type::SlackToken, "slack-webhook"),
    (b"hooks.slack.com", b"triggers/", b"/", 16, Type::SlackToken, "slack-webhook"),
    (b"hooks.slack-gov.com", b"services/", b"/", 16, Type::SlackToken, "slack-webhook"),
    (b"discord.com", b"api/webhooks/", b"/", 30, Type::Secret, "discord-webhook"),
    (b"discordapp.com", b"api/webhooks/", b"/", 30, Type::Secret, "discord-webhook"),
    (b"webhook.office.com", b"webhookb2/", b"/@", 40, Type::Secret, "teams-webhook"),
    (b"outlook.office.com", b"webhook/", b"/@", 40, Type::Secret, "teams-webhook"),
    (b"hooks.zapier.com", b"hooks/catch/", b"/", 8, Type::Secret, "zapier-webhook"),
    (b"maker.ifttt.com", b"trigger/", b"/", 20, Type::Secret, "ifttt-webhook"),
    (b"hook.integromat.com", b"", b"", 20, Type::Secret, "make-webhook"),
    (b"api.telegram.org", b"bot", b":", 30, Type::Secret, "telegram"),
    (b"api.telegram.org", b"file/bot", b":", 30, Type::Secret, "telegram"),
    (b"thingsboard.cloud", b"api/v1/", b"", 18, Type::Secret, "thingsboard"),
    (b"infura.io", b"v3/", b"", 30, Type::Secret, "infura"),
    (b"infura.io", b"ws/v3/", b"", 30, Type::Secret, "infura"),
    (b"alchemy.com", b"v2/", b"", 28, Type::Secret, "alchemy"),
    (b"alchemyapi.io", b"v2/", b"", 28, Type::Secret, "alchemy"),
    (b"quiknode.pro", b"", b"", 30, Type::Secret, "quicknode"),
    (b"m.pipedream.net", b"", b"", 16, Type::Secret, "pipedream"),
    (b"tines.com", b"webhook/", b"/", 30, Type::Secret, "tines"),
    (b"oapi.dingtalk.com", b"robot/send?access_token=", b"", 40, Type::Secret, "dingtalk"),
    (b"qyapi.weixin.qq.com", b"cgi-bin/webhook/send?key=", b"", 30, Type::Secret, "wecom"),
    (b"open.feishu.cn", b"open-apis/bot/v2/hook/", b"", 30, Type::Secret, "feishu"),
    (b"open.larksuite.com", b"open-apis/bot/v2/hook/", b"", 30, Type::Secret, "lark"),
    (b"api.pushcut.io", b"", b"", 16, Type::Secret, "pushcut"),
    (b"hc-ping.com", b"", b"", 30, Type::Secret, "healthchecks"),
    (b"events.pagerduty.com", b"integration/", b"", 30, Type::Secret, "pagerduty"),
    (b"alert.victorops.com", b"integrations/generic/", b"/", 40, Type::Secret, "victorops"),
    (b"in.logs.betterstack.com", b"", b"", 20, Type::Secret, "betterstack"),
    (b"chat.googleapis.com", b"v1/spaces/", b"/?=&%", 60, Type::GoogleKey, "google-chat-webhook"),
    (b"rocket.chat", b"hooks/", b"/", 30, Type::Secret, "rocketchat"),
    (b"webhook.site", b"", b"", 36, Type::Secret, "webhook-site"),
    (b"ngrok.io", b"webhook/", b"", 20, Type::Secret, "webhook"),
    (b"script.google.com", b"macros/s/", b"", 40, Type::Secret, "apps-script"),
    (b"discord.com", b"api/v10/webhooks/", b"/", 30, Type::Secret, "discord-webhook"),
    (b"discord.com", b"api/v9/webhooks/", b"/", 30, Type::Secret, "discord-webhook"),
    (b"hook.eu1.make.com", b"", b"", 20, Type::Secret, "make-webhook"),
    (b"hook.eu2.make.com", b"", b"", 20, Type::Secret, "make-webhook"),
    (b"hook.us1.make.com", b"", b"", 20, Type::Secret, "make-webhook"),
    (b"hook.us2.make.com", b"", b"", 20, Type::Secret, "make-webhook"),
    (b"hooks.glip.com", b"webhook/", b"/", 30, Type::Secret, "ringcentral-webhook"),
    (b"uptime.betterstack.com", b"api/v1/heartbeat/", b"", 20, Type::Secret, "betterstack"),
    (b"datadoghq.com", b"v1/input/", b"", 32, Type::Secret, "datadog"),
    (b"loggly.com", b"inputs/", b"", 32, Type::Secret, "loggly"),
    (b"sumologic.com", b"receiver/v1/http/", b"=", 60, Type::Secret, "sumologic"),
    (b"calendar.google.com", b"calendar/ical/", b"/%@.", 50, Type::Secret, "calendar-feed"),
    (b"api.netlify.com", b"build_hooks/", b"", 24, Type::Secret, "netlify-hook"),
    (b"api.vercel.com", b"v1/integrations/deploy/", b"/", 24, Type::Secret, "vercel-hook"),
    (b"go.getblock.io", b"", b"", 32, Type::Secret, "getblock"),
    (b"core.chainstack.com", b"", b"", 32, Type::Secret, "chainstack"),
    (b"blastapi.io", b"", b"", 36, Type::Secret, "blast"),
];

/// Secrets in the path of the URLs of a run.
pub(super) fn secrets(t: &[u8], start: usize, end: usize, hits: &mut Vec<Hit>) {
    let mut from = start;
    while let Some(i) = memchr::memmem::find(part(t, from, end.min(from + 4096)), b"://") {
        let begin = from + i + 3;
        let n = run(t, begin, 128, |b| alnum(b) || matches!(b, b'.' | b'-' | b'@' | b':' | b'_'));
        let host = part(t, begin, begin + n);
        from = begin + n;
        if at(t, from) != b'/' {
            continue;
        }
        hits.extend(link(t, from, end));
        let path = part(t, from + 1, end.min(from + 64));
        for (ending, prefix, more, min, kind, rule) in PATHS {
            if !host.ends_with(ending) || !path.starts_with(prefix) {
                continue;
            }
            let secret = from + 1 + prefix.len();
            let n = run(t, secret, 512, |b| is(b, ALNUM | DASH | UNDERSCORE) || more.contains(&b));
            let text = part(t, secret, secret + n);
            if n >= *min && Shape::of(text).mixed() {
                hits.push(Hit::ruled(secret, secret + n, *kind, rule));
            }
            break;
        }
    }
}

/// Parts of a path behind which a token lets in whoever has it: links of mails that log somebody in or set a password.
#[rustfmt::skip]
const LINKS: &[&[u8]] = &[
    b"reset", b"reset-password", b"reset_password", b"resetpassword", b"password-reset", b"password_reset", b"passwordreset", b"set-password",
    b"forgot-password", b"recover", b"magic", b"magic-link", b"magic_link", b"magiclink", b"login-link", b"verify", b"verify-email", b"verify_email",
    b"verification", b"confirm", b"confirm-email", b"confirmation", b"activate", b"activation", b"invite", b"invitation", b"invitations", b"accept-invite",
];
/// Fewest letters and digits of such a token.
const TOKEN: usize = 20;

/// How far behind the host of a link such a part may stand, bytes: no farther than a change is seen from.
const PATH: usize = 128;

/// Token of a link whose path begins at `from`.
fn link(t: &[u8], from: usize, end: usize) -> Option<Hit> {
    let mut i = from;
    while i < end.min(from + PATH) {
        if at(t, i) != b'/' {
            return None;
        }
        let n = run(t, i + 1, 64, |b| is(b, ALNUM | DASH | UNDERSCORE));
        let token = i + 2 + n;
        if at(t, i + 1 + n) == b'/' && LINKS.contains(&part(t, i + 1, i + 1 + n)) {
            let m = run(t, token, 256, |b| is(b, ALNUM | DASH | UNDERSCORE));
            let value = part(t, token, token + m);
            let random = Shape::of(value).random(true) || shape::hex_or_uuid(value);
            // What is verified is a file.
            let digest = value.starts_with(b"sha256-") || value.starts_with(b"sha512-");
            return (m >= TOKEN && random && !digest).then(|| Hit::ruled(token, token + m, Type::Secret, "link"));
        }
        i += 1 + n;
    }
    None
}

/// `user:password` of `scheme://user:password@host`; `p` is the colon of `://`. A long token as the user counts too.
pub(in crate::redact) fn credentials(t: &[u8], p: usize) -> Option<Hit> {
    if part(t, p, p + 3) != b"://" || run_back(t, p, 32, |b| alnum(b) || matches!(b, b'+' | b'.' | b'-')) == 0 {
        return None;
    }
    let from = p + 3;
    let n = userinfo(t, from)?;
    if mark_at(t, from).is_some() {
        return None;
    }
    let info = part(t, from, from + n);
    let secret = match memchr::memchr(b':', info) {
        Some(i) => {
            let password = part(info, i + 1, n);
            // `user:***@host`, as logs write it.
            let masked = password.iter().all(|b| matches!(b, b'*' | b'.' | b'x' | b'X' | b'-' | b'_'));
            // `[user[:password]@]host`, as it is written in a manual.
            i + 1 < info.len()
                && back(info, i, 1) != b'['
                && !(at(info, 0) == b'[' && at(t, from + n + 1) == b']')
                && mark_at(info, i + 1).is_none()
                && !shape::template(password)
                && !masked
                && !(matches!(password, b"PASSWORD" | b"PASS" | b"PASSWD" | b"PWD")
                    && at(t, from + n + 1).is_ascii_uppercase())
        }
        None => n >= 16 && info.iter().any(|b| digit(*b)),
    };
    secret.then(|| Hit::ruled(from, from + n, Type::UrlCredentials, "url-credentials"))
}

/// Length of what stands before the `@` of a URL whose host would begin at `from`.
fn userinfo(t: &[u8], from: usize) -> Option<usize> {
    let plain = |b: u8| {
        let ends = matches!(
            b,
            b'/' | b'?' | b'#' | b'@' | b'"' | b'\'' | b'<' | b'>' | b'`' | b'\\' | b'{' | b'}' | b'(' | b')' | b','
        );
        b > b' ' && !ends
    };
    let mut n = run(t, from, 256, plain);
    // `corp\user:x@host`.
    if at(t, from + n) == b'\\' && alnum(at(t, from + n + 1)) && n > 0 {
        let name = run(t, from + n + 1, 64, |b| alnum(b) || matches!(b, b'.' | b'-' | b'_'));
        n += if at(t, from + n + 1 + name) == b':' { 1 + name + run(t, from + n + 1 + name, 128, plain) } else { 0 };
    }
    let end = at(t, from + n);
    let colon = memchr::memchr(b':', part(t, from, from + n));
    let begun = colon.map(|i| part(t, from + i + 1, from + n));
    if end == b'@' && begun.is_none() {
        return Some(n);
    }
    // A password may hold what should be escaped; the digits of a port go before a path.
    let more = begun.is_some_and(|b| !b.is_empty() && (end == b'@' || !b.iter().all(u8::is_ascii_digit)));
    if more && !matches!(end, b'"' | b'\'' | b'`' | b'<' | b'>' | b'{' | b'}' | b'\\') {
        let quotes = |b: u8| b > b' ' && !matches!(b, b'"' | b'\'' | b'`' | b'<' | b'>' | b'{' | b'}' | b'\\');
        let rest = part(t, from + n, from + n + run(t, from + n, 96, quotes));
        // Of several `@` the last before the host ends.
        let path = if end == b'@' { memchr::memchr3(b'/', b'?', b'#', rest).unwrap_or(rest.len()) } else { rest.len() };
        let rest = part(rest, 0, path);
        let last = memchr::memrchr(b'@', rest)
            .filter(|i| alnum(at(rest, i + 1)) && memchr::memmem::find(rest, b"://").is_none());
        let whole = last.map(|i| n + i);
        let password = |n: usize| part(t, from + colon.unwrap_or(n) + 1, from + n);
        if let Some(n) = whole.filter(|n| varied(password(*n))) {
            return Some(n);
        }
    }
    (end == b'@').then_some(n)
}
