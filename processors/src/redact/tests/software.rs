//! What tools around software write: lists of packages, projects, scripts, answers of HTTP, charts, maps of memory.
//! Beside each kind stands what has to be found all the same.

use super::{becomes, documents, kept, redact, stay};

#[test]
fn columns_of_versions_hold_no_addresses() {
    stay(&[
        "Package            Version\n------------------ -----------\nexample-rand-cu12  10.3.5.147\nexample-dnn        23.1.5.20\n",
        "Package            Version     Latest      Type\n------------------ ----------- ----------- -----\nexample-rand-cu12  10.3.5.147  10.3.9.90   wheel\n",
        "# Name                    Version                   Build  Channel\nlibexample                10.3.5.147                    0    main\n",
        "REPOSITORY   TAG         IMAGE ID       CREATED       SIZE\nacme/app     23.4.11.2   7db36f41a2b3   2 weeks ago   300MB\n",
        "   Top-level Package      Requested   Resolved\n   > Acme.Core            14.0.3.1    14.0.3.1\n",
        "| package | from | to |\n|---|---|---|\n| acme-core | 14.0.3.1 | 14.2.0.9 |\n",
    ]);
    becomes(&[
        (
            "HOST               ADDRESS\nweb-1              10.3.5.147\n",
            "HOST               ADDRESS\nweb-1              [IP_ADDRESS]\n",
        ),
        (
            "Node    Address       Version\nweb-1   14.3.5.147    1.2.3\n",
            "Node    Address       Version\nweb-1   [IP_ADDRESS]    1.2.3\n",
        ),
        (
            "| host | from | to |\n|---|---|---|\n| web-1 | 14.0.3.1 | 14.2.0.9 |\n",
            "| host | from | to |\n|---|---|---|\n| web-1 | [IP_ADDRESS] | [IP_ADDRESS] |\n",
        ),
        ("Version notes\n\nweb-1   14.3.5.147\n", "Version notes\n\nweb-1   [IP_ADDRESS]\n"),
        ("Package   Version\nweb-1     84.115.5.147\n", "Package   Version\nweb-1     [IP_ADDRESS]\n"),
    ]);
}

#[test]
fn versions_of_installers_and_advisories_are_no_addresses() {
    stay(&[
        "Requirement already satisfied: example-cv in /usr/lib/python3 (14.10.0.84)",
        "but you have example-rand-cu12 10.3.7.77 which is incompatible.",
        "  Restored Acme.Core 14.0.3.1\nInstalling NuGet package Acme.Core 14.0.3.1.\n",
        "    image: registry.example.com/replica:22.36.3.69\n",
        "at java.base@17.0.9.1/java.lang.Thread.run(x)",
        "ii  tzdata   10.3.5.147-1   all   data\ntzdata/stable 10.3.5.147-1 all\n",
        "libexample-dev/unknown,now 10.3.5.147-1 amd64 [installed]\nii  libdnn9   9.1.0.70-1   amd64   runtime\n",
        "libxi (2:1.2.99.4-1) experimental; urgency=low",
        "at x(Y.java:1) ~[acme-14.1.0.3.jar:14.1.0.3]\n~[acme.jar:23.1.0.4]",
        "C:\\Program Files\\acme\\core.dll : 18.26.64.4",
        "engine_version       = \"15.4.1.2\" -> \"16.1.0.2\"",
        "Bumps acme from 14.4.1.2 to 14.4.2.82.",
        "versions 12.4.1.0 through 12.4.1.16, fixed in 12.4.1.17",
        "Fixed Versions: 12.4.1.17, 13.2.0.4",
    ]);
    becomes(&[
        ("ping web-1 (14.10.0.84)\n", "ping web-1 ([IP_ADDRESS])\n"),
        ("you have a host 10.3.7.77 which is down", "you have a host [IP_ADDRESS] which is down"),
        ("block 14.2.3.5-20 any port", "block [IP_ADDRESS]-20 any port"),
        ("deny 14.2.3.5-20 all", "deny [IP_ADDRESS]-20 all"),
        ("route 10.3.5.147-1 up", "route [IP_ADDRESS]-1 up"),
        ("Fetching www.example.com 14.2.3.9", "Fetching www.example.com [IP_ADDRESS]"),
        ("Downloading from 14.0.3.1", "Downloading from [IP_ADDRESS]"),
        ("Installing server 14.0.3.1", "Installing server [IP_ADDRESS]"),
        ("image: src/x:22.36.3.69:80", "image: src/x:[IP_ADDRESS]:80"),
        ("udp/tcp:22.36.3.69", "udp/tcp:[IP_ADDRESS]"),
        ("root@17.0.9.1/java", "root@[IP_ADDRESS]/java"),
        ("jar: 14.1.0.3", "jar: [IP_ADDRESS]"),
        ("src 14.4.1.2 -> 14.4.2.82", "src [IP_ADDRESS] -> [IP_ADDRESS]"),
        ("Bump the server from 14.4.1.72 to 14.4.2.82.", "Bump the server from [IP_ADDRESS] to [IP_ADDRESS]."),
        ("moved from 14.4.1.2 to 14.4.2.82", "moved from [IP_ADDRESS] to [IP_ADDRESS]"),
        ("seen in 12.4.1.17", "seen in [IP_ADDRESS]"),
    ]);
}

#[test]
fn titles_and_icons_are_no_addresses() {
    stay(&[
        "17.20.9.16  Queue member ................ 442\n",
        "12.4.2.2 Organizational Ideas\n.............................\n",
        "      // [23.2.4.1] construct/copy/destroy\n",
        "Table 14.5.13.8 and §14.3.2.1",
        "<path d=\"M8 16A8 8 0 018 0zm-2 5a.75.75 0 110 1.5.75.75 0 010-1.5zm7 0a.75.75 0 11-1.5.75.75 0 011.5-.75z\"/>",
    ]);
    becomes(&[
        ("17.20.9.16  Queue member joined\n", "[IP_ADDRESS]  Queue member joined\n"),
        ("17.20.9.16 Mozilla\nGET /\n", "[IP_ADDRESS] Mozilla\nGET /\n"),
        ("10.2.3.9 Gateway\n----\n", "[IP_ADDRESS] Gateway\n----\n"),
        ("in the ARP table 10.3.1.7 is", "in the ARP table [IP_ADDRESS] is"),
        ("[23.2.4.1] connected", "[[IP_ADDRESS]] connected"),
        ("15.75.75.9 0 110 200 0.1", "[IP_ADDRESS] 0 110 200 0.1"),
    ]);
}

#[test]
fn packages_and_projects_are_no_people() {
    stay(&[
        "Name: Flask\nVersion: 3.0.0\nSummary: A framework\nHome-page: https://example.org\nAuthor-email: \nLicense: BSD\n",
        "Upstream-Name: Jansson\nUpstream-Contact: Petri\n",
        "    last_name: Search.TextNodeBuilder\n",
        "<version>1.2.3</version>\n  <name>Acme Model</name>\n  <description>Models</description>\n  <developers><developer><email></email></developer></developers>",
        "<parent>\n<version>3</version>\n</parent>\n<name>Maven Model</name>\n<description>x</description>",
    ]);
    becomes(&[
        ("    last_name: Lovelace\n", "    last_name: [PERSON]\n"),
        ("Name: Ada Lovelace\nPhone: x\n", "Name: [PERSON]\nPhone: x\n"),
        ("<customer><name>Ada Lovelace</name></customer>", "<customer><name>[PERSON]</name></customer>"),
    ]);
}

#[test]
fn scripts_types_and_names_of_keys_are_no_secrets() {
    kept(&[
        r#"{"scripts":{"test:cookies":"mocha \"test/cookie\"","reset-password":"ts-node scripts/reset-password.ts","secrets":"doppler run -- npm start"}}"#,
        r#"{"auth":{"secretKeys":{"adminPasswordKey":"postgres-password"},"existingSecretPasswordKey":"redis-password"}}"#,
    ]);
    stay(&[
        "existingSecretPasswordKey: redis-password\nadminPasswordKey: postgres-password\n",
        "    CREDENTIAL_OID_PASSWORD: int\n    password: int\n",
        "token = self._issue_token(user, password=password, ttl=3600)\n",
        "Set-Cookie: theme=light; Path=/\nSet-Cookie: locale=en-US; Path=/\n",
        "gpg --batch --recv-keys 8FCCA13FEF1D0C2E91008E09770F7A9A5AE15600\n",
        "1a2b3c4 HEAD@{2}: checkout: moving from fix-api-key to 635b76be34753651cebc82a3e7d57b9e0c18e26d\n",
        "[`EncodePrivateKey::to_pkcs8_der`] and ApiKey::parse_str2",
    ]);
    documents(&[
        (r#"{"scripts":{"password":"Kq7vZ2m9xPw4"}}"#, r#"{"scripts":{"password":"[SECRET]"}}"#),
        (r#"{"reset":{"secrets":"doppler run"}}"#, r#"{"reset":{"secrets":"[SECRET]"}}"#),
        (r#"{"adminPasswordKey":"Kq7vZ2m9xPw4"}"#, r#"{"adminPasswordKey":"[SECRET]"}"#),
        (r#"{"adminPassword":"postgres-password"}"#, r#"{"adminPassword":"[SECRET]"}"#),
    ]);
    becomes(&[
        ("adminPasswordKey: Kq7vZ2m9xPw4\n", "adminPasswordKey: [SECRET]\n"),
        ("password: integer7\n", "password: [SECRET]\n"),
        ("user, password: ann, Kq7vZ2m9\n", "user, password: ann, [SECRET]\n"),
        ("Set-Cookie: theme=light4711xk; Path=/\n", "Set-Cookie: theme=[SECRET]; Path=/\n"),
        ("gpg --passphrase 8FCCA13FEF1D0C2E9100\n", "gpg --passphrase [SECRET]\n"),
        ("changed the api-key to 635b76be34753651cebc82a3e7d57b9e0c18e26d\n", "changed the api-key to [SECRET]\n"),
        ("token::4f9a8b7c_6d5e4f3a2b1c", "token::[SECRET]"),
        ("ApiKey: parse_8f2a91c07b5d", "ApiKey: [SECRET]"),
    ]);
}

#[test]
fn ages_and_telephones_of_nobody_stay_in_json() {
    kept(&[
        r#"{"headers":{"age":"45","cache-control":"max-age=60","x-cache":"HIT"}}"#,
        r#"{"Age": 12, "ETag": "\"abc\"", "Via": "1.1 cache"}"#,
        r#"[{"row":1,"sex":"male","age":22,"fare":7.25},{"row":2,"sex":"female","age":38,"fare":71.28}]"#,
        r#"{"rows":[{"age":39,"count":9013,"mean":87.1}]}"#,
        r#"{"by_channel":{"mobile":1893421,"desktop":2093412,"tablet":12345}}"#,
        r#"[{"month":"Jan","phone":1204331,"email":33412},{"month":"Feb","phone":9821355,"email":30012}]"#,
        r#"{"share":{"mobile":0.5423,"other":0.0556}}"#,
    ]);
    documents(&[
        (r#"{"user":{"age":45,"etag":"x"}}"#, r#"{"user":{"age":"[AGE]","etag":"x"}}"#),
        (r#"{"age":45,"city":"Bonn"}"#, r#"{"age":"[AGE]","city":"Bonn"}"#),
        (
            r#"[{"patient":1,"age":22,"fare":7.25},{"patient":2,"age":38,"fare":7}]"#,
            r#"[{"patient":1,"age":"[AGE]","fare":7.25},{"patient":2,"age":"[AGE]","fare":7}]"#,
        ),
        (r#"[{"name":"x","age":22,"fare":7.25}]"#, r#"[{"name":"x","age":"[AGE]","fare":7.25}]"#),
        (r#"{"phone":5551234,"email":"x"}"#, r#"{"phone":"[PHONE]","email":"x"}"#),
        (r#"{"mobile":5551234567,"desktop":1}"#, r#"{"mobile":"[PHONE]","desktop":1}"#),
        (r#"{"mobile":5551234567.0}"#, r#"{"mobile":"[PHONE]"}"#),
        (r#"{"phone":61234567,"landline":67654321}"#, r#"{"phone":"[PHONE]","landline":"[PHONE]"}"#),
        (r#"{"phone":5551234,"store":12,"email":0}"#, r#"{"phone":"[PHONE]","store":12,"email":0}"#),
        (r#"{"name":"x","phone":5551234,"chat":12345}"#, r#"{"name":"x","phone":"[PHONE]","chat":12345}"#),
        (r#"{"age":36,"via":"web","patient":"x"}"#, r#"{"age":"[AGE]","via":"web","patient":"x"}"#),
        (r#"{"age":36,"via":"phone"}"#, r#"{"age":"[AGE]","via":"phone"}"#),
        (r#"[{"first":"Jane","last":"Roe","age":36}]"#, r#"[{"first":"[PERSON]","last":"[PERSON]","age":"[AGE]"}]"#),
        (r#"[{"sex":"F","age":47,"condition":"x"}]"#, r#"[{"sex":"F","age":"[AGE]","condition":"x"}]"#),
        (r#"{"mobile":"5551234","desktop":"5551235"}"#, r#"{"mobile":"[PHONE]","desktop":"5551235"}"#),
    ]);
}

#[test]
fn counts_in_lines_maps_of_memory_and_spans_are_no_numbers() {
    stay(&[
        "Phone\n74372\n1453\nTablet\n312\n",
        "phone: 1234567\nemail: 345678\nweb: 12345678\n",
        "phone      1234567\nemail       345678\n",
        "phone_calls=1200345 mobile_users=5551234",
        "INFO phone_service - processed 1234567 records",
        "55d0c7a3e000-55d0c7a60000 r--p 00000000 fd:01 2147212     /usr/bin/example\n",
        "[[4811 3871 4845 5738 8377 2240]\n [4705 5763 2277 3886 1709 1180]]",
        "span=\"a\" parent=\"2405377291319910\"",
        "span 4910561313670129 started\nspans: 4910561313670129\ntrace=\"4910561313670129\"\n",
    ]);
    kept(&[r#"{"spans":["4910561313670129","2405377291319910"]}"#]);
    becomes(&[
        ("[4111 1111 1111 1111 1229]", "[[CARD] 1229]"),
        ("[4111 1111 1111 1111 5500 0000 0000 0004]", "[[CARD] [CARD]]"),
        ("phone: 1234567\nemail: 345678@example.com\n", "phone: [PHONE]\nemail: [EMAIL]\n"),
        ("phone: 1234567\nweb: example.com\n", "phone: [PHONE]\nweb: example.com\n"),
        ("mobile_user=5551234", "mobile_user=[PHONE]"),
        ("WhatsApp chat: 61234567", "WhatsApp chat: [PHONE]"),
        ("Phone: 5551234, Web: 1", "Phone: [PHONE], Web: 1"),
        ("Phone: 5551234 Email: 12 messages", "Phone: [PHONE] Email: 12 messages"),
        ("phone 1234567 of Ann", "phone [PHONE] of Ann"),
        ("card\n41111111\n11111111\n", "card\n[CARD]\n"),
        ("Tel fd:01 2147212", "Tel fd:[PHONE]"),
        ("span of card 4910561313670129", "span of card [CARD]"),
        ("paid 4910561313670129", "paid [CARD]"),
    ]);
    assert_eq!(redact("wing span 4910 5613 1367 0129"), "wing span [CARD]");
}
