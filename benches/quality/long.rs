//! Track S: long values, which are blocks of lines or a thousand letters.

use super::{case::Case, checks::base64, forms::password, rng::Rng};

/// Lines of base64, 64 letters each.
fn lines(r: &mut Rng, n: usize, end: &str) -> String {
    const B64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text: Vec<String> = (0..n).map(|_| r.text(B64, 64)).collect();
    text.push(r.text(B64, 42) + "==");
    text.join(end)
}

/// A block as RFC 7468 and OpenSSH have it.
fn pem(r: &mut Rng, end: &str) -> String {
    let kinds = [
        "RSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY",
        "DSA PRIVATE KEY", "PGP PRIVATE KEY BLOCK",
    ];
    let kind = r.word(&kinds);
    let n = r.range(2, 24);
    let head = if kind.starts_with("PGP") { format!("Version: GnuPG v2{end}{end}") } else { String::new() };
    format!("-----BEGIN {kind}-----{end}{head}{}{end}-----END {kind}-----", lines(r, n, end))
}

/// Long values: blocks of keys, their forms in files, tokens of a thousand letters.
pub fn long(r: &mut Rng, n: usize) -> Vec<Case> {
    let mut cases = Vec::new();
    for _ in 0..n {
        let case = |name| Case::new(name);
        let key = "SECRET";
        cases.push(case("PEM").text("cat id_rsa\n").value(key, &pem(r, "\n")).text("\n$ "));
        cases.push(case("PEM").text("key:\r\n").value(key, &pem(r, "\r\n")).text("\r\n"));
        cases.push(case("PEM in env").text("PRIVATE_KEY=\"").value(key, &pem(r, "\\n")).text("\"\nPORT=80\n"));
        cases.push(case("PEM in env").text("SIGNING='").value(key, &pem(r, "\\\\n")).text("'\n"));
        cases
            .push(case("PEM in YAML").text("tls:\n  key: |\n    ").value(key, &pem(r, "\n    ")).text("\n  port: 1\n"));
        cases.push(case("PEM on one line").text("load ").value(key, &pem(r, " ")).text(" done"));
        cases.push(case("PEM in code").text("key = (\n    \"").value(key, &pem(r, "\\n\"\n    \"")).text("\\n\"\n)\n"));
        cases.push(case("PEM in a diff").text("+").value(key, &pem(r, "\n+")).text("\n"));
        cases.push(case("PEM quoted").text("> ").value(key, &pem(r, "\n> ")).text("\n"));
        let account = pem(r, "\\n");
        cases.push(Case {
            json: true,
            ..case("service account")
                .text("{\"type\": \"service_account\", \"private_key\": \"")
                .value(key, &account)
                .text("\\n\", \"client_id\": \"1\"}")
        });
        let encoded = base64(pem(r, "\n").as_bytes(), false);
        cases.push(case("kubeconfig").text("users:\n- user:\n    client-key-data: ").value(key, &encoded).text("\n"));
        let encoded = base64(pem(r, "\n").as_bytes(), false);
        cases.push(case("k8s").text("data:\n  tls.key: ").value(key, &encoded).text("\nkind: Secret\n"));
        let lines = lines(r, 9, "\n");
        let mac = r.token("{h40}");
        cases.push(
            case("PuTTY")
                .text("PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: a\nPrivate-Lines: 10\n")
                .value(key, &lines)
                .text(&format!("\nPrivate-MAC: {mac}\n")),
        );
        let auth = base64(format!("app:{}", password(r)).as_bytes(), false);
        cases.push(Case {
            json: true,
            ..case("docker")
                .text("{\"auths\": {\"registry.example.com\": {\"auth\": \"")
                .value(key, &auth)
                .text("\"}}}")
        });
        let [d, k, s] = ["{b342}", "{b43}", "{a40}"].map(|form| r.token(form));
        cases.push(Case {
            json: true,
            ..case("JWK").text("{\"kty\": \"RSA\", \"e\": \"AQAB\", \"d\": \"").value(key, &d).text("\"}")
        });
        cases.push(Case { json: true, ..case("JWK").text("{\"kty\": \"oct\", \"k\": \"").value(key, &k).text("\"}") });
        let id = r.token("{a20}");
        cases.push(
            case("Azure")
                .text(&format!("Endpoint=https://a.azconfig.io;Id=b7l9-l0-s0:{id};Secret="))
                .value(key, &format!("{s}=")),
        );
    }
    cases
}
