//! Values that are known to be no secrets by their form: ids of models, clouds and Kubernetes, names of types and
//! files, versions.

use super::{
    class::{ALPHA, DIGIT, LOWER, is},
    shape,
    vendor_lookup::holds_literal,
};
use crate::redact::bytes::{at, count, digit, ends_with_any, part, word};

/// Small letters, digits and `_`, a letter first.
pub(super) fn name_like(value: &[u8]) -> bool {
    at(value, 0).is_ascii_lowercase() && value.iter().all(|b| is(*b, LOWER | DIGIT) || *b == b'_')
}

/// The name of a type in code, `OAuth2Client`, `MLKEM768PublicKey`: few digits, and what it is at its end.
pub(super) fn type_name(value: &[u8]) -> bool {
    const KINDS: &[&[u8]] = &[
        b"PublicKey", b"PrivateKey", b"Credential", b"Credentials", b"Secrets", b"Exception", b"Result", b"Client",
        b"Provider", b"Factory", b"Builder", b"Handler", b"Manager",
    ];
    let path = memchr::memrchr(b'.', value).filter(|i| *i > 0 && part(value, 0, *i).iter().all(|b| word(*b)));
    let value = part(value, path.map_or(0, |i| i + 1), value.len());
    let least = if path.is_some() { 0 } else { 3 };
    value.len() <= 48
        && value.iter().filter(|b| b.is_ascii_digit()).count() <= 4
        && at(value, 0).is_ascii_uppercase()
        && value.iter().all(|b| is(*b, ALPHA | DIGIT))
        && KINDS.iter().any(|kind| value.len() >= kind.len() + least && value.ends_with(kind))
}

/// What ids of models, of their servers and of cloud services begin with, in order of their first letters.
#[rustfmt::skip]
const IDS: &[&[u8]] = &[
    b"acct_", b"asst_", b"batch_", b"call_", b"chatcmpl-", b"chatcmpl_", b"cmpl-", b"cus_", b"dpl_", b"evt_", b"fc_",
    b"file-", b"file_", b"fp_", b"ftjob-", b"gen-", b"msg_", b"org-", b"prj_", b"proj_", b"req_", b"resp_", b"rs_", b"run-",
    b"run_", b"sha1-", b"sha256-", b"sha384-", b"sha512-", b"srvtoolu_", b"step_", b"thread_", b"toolu_", b"tooluse_",
    b"user-", b"vs_", b"ws_",
];

/// For each small letter where those begin and end in [`IDS`] that begin with it.
static BY_LETTER: [(u8, u8); 26] = {
    let mut ranges = [(0, 0); 26];
    let mut i = 0;
    while i < IDS.len() {
        let letter = (IDS[i][0] - b'a') as usize;
        assert!(ranges[letter].1 == 0 || ranges[letter].1 as usize == i, "in order of their first letters");
        if ranges[letter].1 == 0 {
            ranges[letter].0 = i as u8;
        }
        ranges[letter].1 = i as u8 + 1;
        i += 1;
    }
    ranges
};

/// Length of the kind of an id that a model or its server gave, before what was drawn: `call_`.
#[inline]
fn known_id_head(value: &[u8]) -> Option<usize> {
    let (from, to) = BY_LETTER.get(usize::from(value.first()?.wrapping_sub(b'a')))?;
    let ids = IDS.get(usize::from(*from)..usize::from(*to))?;
    ids.iter().find(|head| value.starts_with(head)).map(|head| head.len())
}

/// Whether a text begins as an id does that a model or its server gave.
pub(in crate::redact) fn begins_id(text: &[u8]) -> bool {
    known_id_head(text).is_some()
}

/// An id of a model's server that is drawn of letters of both cases, and perhaps digits: `chatcmpl-…`, `call_…`. What
/// stands behind its kind is neither the address of a wallet nor a key of a vendor.
pub(in crate::redact) fn drawn_id(value: &[u8]) -> bool {
    let Some(head) = known_id_head(value) else { return false };
    let body = part(value, head, value.len());
    let (small, capitals) = (count(body, |b| b.is_ascii_lowercase()), count(body, |b| b.is_ascii_uppercase()));
    body.len() >= 12
        && small.min(capitals) > 0
        && small + capitals + count(body, digit) == body.len()
        && !matches!(at(body, 0), b'0' | b'1' | b'3')
        && !holds_literal(value)
}

/// Ids that models and their servers give: no credential whatever stands before.
pub(in crate::redact) fn known_id(value: &[u8]) -> bool {
    // Hashes and UUIDs are most of what is asked about, and none of these.
    if shape::hex_or_uuid(value) {
        return false;
    }
    known_id_head(value).is_some()
        || file(value)
        || resource(value)
        || version(value)
        || group_version(value)
        || artifact(value)
        || pod(value)
        || account(value)
        || statement(value)
}

/// What Amazon's console calls a statement of a policy: `Stmt1469123904194`.
fn statement(value: &[u8]) -> bool {
    part(value, 0, 4).eq_ignore_ascii_case(b"stmt")
        && value.len() >= 14
        && part(value, 4, value.len()).iter().all(|b| is(*b, DIGIT))
}

/// A package and its version: `jackson-databind-2.15.3`.
fn artifact(value: &[u8]) -> bool {
    let Some(dash) = memchr::memrchr(b'-', value) else { return false };
    let (name, version) = (part(value, 0, dash), part(value, dash + 1, value.len()));
    let numbers = version.iter().all(|b| is(*b, DIGIT) || *b == b'.') && version.contains(&b'.');
    numbers && !name.is_empty() && name.iter().all(|b| is(*b, LOWER) || matches!(b, b'-' | b'.' | b'_'))
}

/// The name of a package or a machine: `token-4.31.2-py3-none-any.whl`, `ip-token-7f9.ec2.internal`.
fn file(value: &[u8]) -> bool {
    const ENDS: &[&[u8]] = &[
        b".whl", b".whl.metadata", b".tar.gz", b".tgz", b".jar", b".deb", b".rpm", b".zip", b".so", b".internal",
        b".local",
    ];
    ends_with_any(value, ENDS)
}

/// `~0.9.0`, `^4.3.2`, `1.0.12`, `2.1.0-rc.1`: the version of a package that is called as a secret is.
pub(super) fn release(value: &[u8]) -> bool {
    let value = value.strip_prefix(b"~").or_else(|| value.strip_prefix(b"^")).unwrap_or(value);
    let n = value.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    let numbers = part(value, 0, n);
    let numbers = numbers.strip_suffix(b".").unwrap_or(numbers);
    let mut pieces = numbers.split(|b| *b == b'.');
    pieces.clone().count() == 3
        && pieces.all(|p| (1..=3).contains(&p.len()) && p.iter().all(u8::is_ascii_digit))
        && (numbers.len() == value.len() || before_release(part(value, numbers.len(), value.len())))
}

/// `-rc.1`, `+build.213`, `.Final`, `b2`: what stands behind the numbers of a version.
fn before_release(rest: &[u8]) -> bool {
    const STAGES: &[&[u8]] = &[
        b"rc", b"a", b"b", b"alpha", b"beta", b"dev", b"post", b"pre", b"preview", b"canary", b"next", b"nightly",
        b"snapshot", b"final", b"release", b"build", b"ga", b"sp", b"m",
    ];
    let signed = usize::from(matches!(at(rest, 0), b'-' | b'+' | b'.'));
    let n = rest.iter().skip(signed).take_while(|b| b.is_ascii_alphabetic()).count();
    let stage = part(rest, signed, signed + n);
    let behind = part(rest, signed + n, rest.len());
    STAGES.iter().any(|s| stage.eq_ignore_ascii_case(s)) && behind.iter().all(|b| b.is_ascii_digit() || *b == b'.')
}

/// A version with `v` before, or one that Go makes of a commit: `v0.8.2`, `v0.0.0-20230112197219-5cb3d50f7e2f`.
pub(super) fn tagged(value: &[u8]) -> bool {
    release(value.strip_prefix(b"v").unwrap_or(value)) || version(value)
}

/// The name of a symbol of Rust: a hash behind its path, `h548d8b2e51bfed1e`.
pub(super) fn mangled(value: &[u8]) -> bool {
    value.len() == 17
        && at(value, 0) == b'h'
        && part(value, 1, 17).iter().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'))
}

/// What Kubernetes appends to the names of pods, volumes and tokens: `kube-api-access-57ngt`,
/// `search-7d9c6b8f5d-x2k4p`; and what the holder of a lease has behind it.
fn pod(value: &[u8]) -> bool {
    let holder = value.len().checked_sub(37).filter(|n| at(value, *n) == b'_');
    if let Some(n) = holder.filter(|n| shape::uuid(part(value, *n + 1, value.len()))) {
        return pod(part(value, 0, n)) || resource(part(value, 0, n));
    }
    let drawn = |b: &u8| matches!(b, b'b'..=b'd' | b'f'..=b'h' | b'j'..=b'n' | b'p'..=b't' | b'v'..=b'x' | b'z' | b'2' | b'4'..=b'9');
    let Some(dash) = value.len().checked_sub(6).filter(|n| at(value, *n) == b'-') else { return false };
    let word = |w: &[u8]| !w.is_empty() && w.iter().all(u8::is_ascii_lowercase);
    let mut pieces = part(value, 0, dash).split(|b| *b == b'-');
    let last = pieces.next_back().unwrap_or_default();
    let hash = (8..=10).contains(&last.len()) && last.iter().all(drawn);
    pieces.clone().count() > 0
        && value.len() <= 63
        && pieces.all(word)
        && (word(last) || hash)
        && part(value, dash + 1, value.len()).iter().all(drawn)
}

/// Who Windows says that someone is: `S-1-5-21-…-1001`.
fn account(value: &[u8]) -> bool {
    value.starts_with(b"S-1-") && part(value, 4, value.len()).iter().all(|b| b.is_ascii_digit() || *b == b'-')
}

/// What Amazon names a machine, a network or a disk, and Kubernetes a pod: `vpc-0f045245e578e35e1`, `qph96ryxew-omrp6`.
fn resource(value: &[u8]) -> bool {
    let Some(dash) = memchr::memchr(b'-', part(value, 0, 12)) else { return false };
    let (head, rest) = (part(value, 0, dash), part(value, dash + 1, value.len()));
    const KINDS: &[&[u8]] = &[
        b"i", b"vpc", b"ami", b"sg", b"subnet", b"vol", b"eni", b"snap", b"rtb", b"igw", b"nat", b"acl", b"lt",
        b"vpce", b"tgw", b"pcx", b"cgw", b"vgw", b"eipalloc", b"eipassoc", b"rtbassoc", b"sgr", b"mi", b"r", b"dopt",
        b"fl", b"cr", b"key",
    ];
    let hex = |b: &u8| b.is_ascii_digit() || matches!(b, b'a'..=b'f');
    let small = |text: &[u8]| text.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let amazon = rest.len() == 17 && rest.iter().all(hex) && KINDS.contains(&head);
    amazon || rest.len() == 5 && (8..=10).contains(&head.len()) && small(head) && small(rest)
}

/// A command of PowerShell: `ConvertTo-SecureString`. What it is given is looked at by itself.
pub(super) fn cmdlet(value: &[u8]) -> bool {
    const VERBS: &[&[u8]] = &[b"ConvertTo-", b"ConvertFrom-", b"Get-", b"New-", b"Read-", b"Import-", b"Invoke-"];
    VERBS.iter().any(|verb| {
        value.strip_prefix(*verb).is_some_and(|noun| noun.len() >= 4 && noun.iter().all(u8::is_ascii_alphabetic))
    })
}

/// A group of an API of Kubernetes and its version: `networking.k8s.io/v1beta1`.
fn group_version(value: &[u8]) -> bool {
    let Some(slash) = memchr::memrchr(b'/', value) else { return false };
    let (group, version) = (part(value, 0, slash), part(value, slash + 1, value.len()));
    let domain =
        group.contains(&b'.') && group.iter().all(|b| is(*b, LOWER) || is(*b, DIGIT) || matches!(b, b'.' | b'-'));
    domain && stage(version)
}

/// The name of a module or of a test, a path of them: `v1beta1_lease_list`, `s3/accountPublicBlock`,
/// `TestOutput/sub_test2/sub2`. Each piece is a word or several with capitals, perhaps with a number behind, or the
/// stage of an interface.
pub(super) fn module(value: &[u8]) -> bool {
    let mut words = 0;
    let pieces = || value.split(|b| matches!(b, b'.' | b'_' | b'/' | b'-'));
    let fits = pieces().all(|piece| {
        let digits = piece.iter().filter(|b| is(**b, DIGIT)).count();
        words += if piece.len() - digits >= 4 { piece.len() - digits } else { 0 };
        let short = piece.len() < 4 && piece.iter().all(|b| is(*b, ALPHA | DIGIT));
        let small = piece.iter().any(u8::is_ascii_lowercase);
        let loud = |name: &[u8]| small && name.len() > 4 && name.iter().all(u8::is_ascii_uppercase);
        let named = || {
            let mut names = piece.split(|b| is(*b, DIGIT)).filter(|name| !name.is_empty());
            names.all(|name| name.len() > 2 && wordy(name) && !loud(name))
        };
        stage(piece) || matches!(piece, b"v1beta" | b"v1alpha") || short || digits <= 2 && named()
    });
    fits && pieces().nth(1).is_some() && words * 2 >= value.len()
}

/// Whether letters are words that can be spoken, each but the first with a capital, or all of them of capitals.
fn wordy(name: &[u8]) -> bool {
    let spoken = |word: &[u8]| {
        let vowel = |b: &u8| matches!(b | 0x20, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
        let consonants = word.split(vowel).map(<[u8]>::len).max().unwrap_or(0);
        word.len() <= 20 && word.iter().any(vowel) && consonants <= 4
    };
    let lower = name.iter().filter(|b| b.is_ascii_lowercase()).count();
    if !name.iter().all(|b| is(*b, ALPHA)) {
        return false;
    }
    if lower == 0 || lower == name.len() {
        return spoken(name);
    }
    let mut rest = name;
    while !rest.is_empty() {
        let capitals = rest.iter().take_while(|b| b.is_ascii_uppercase()).count();
        let n = capitals + rest.iter().skip(capitals).take_while(|b| b.is_ascii_lowercase()).count();
        let word = part(rest, capitals.saturating_sub(1), n);
        if capitals > 4 || word.len() < 3 && n < rest.len() || word.len() > 3 && !spoken(word) {
            return false;
        }
        rest = part(rest, n, rest.len());
    }
    true
}

/// `v1`, `v2beta1`, `v1p1alpha1`
pub(super) fn stage(version: &[u8]) -> bool {
    let Some(rest) = version.strip_prefix(b"v") else { return false };
    let digits = |text: &[u8]| text.iter().take_while(|b| b.is_ascii_digit()).count();
    let n = digits(rest);
    let rest = part(rest, n, rest.len());
    let rest = rest.strip_prefix(b"p").map_or(rest, |minor| part(minor, digits(minor), minor.len()));
    let named = [&b"alpha"[..], b"beta"].into_iter().find_map(|word| rest.strip_prefix(word));
    (1..=2).contains(&n) && (rest.is_empty() || named.is_some_and(|n| n.len() <= 2 && n.iter().all(u8::is_ascii_digit)))
}

/// A version that Go makes of a commit: `v0.0.0-20230112197219-5cb3d50f7e2f`.
fn version(value: &[u8]) -> bool {
    let value = value.strip_suffix(b"/go.mod").unwrap_or(value);
    let Some(dash) = value.len().checked_sub(13).filter(|n| at(value, *n) == b'-') else { return false };
    let time = part(value, dash.saturating_sub(14), dash);
    at(value, 0) == b'v'
        && time.len() == 14
        && time.iter().all(u8::is_ascii_digit)
        && value.get(1).is_some_and(u8::is_ascii_digit)
}
