//! Passwords and keys where the files of many programs keep them, and look-alikes that keep none.

use super::{becomes, redact, stay};

#[test]
fn settings_in_files() {
    becomes(&[
        ("[smtp]\npassword = \"\"\"Vq7-tulip-Rain\"\"\"\n", "[smtp]\npassword = \"\"\"[SECRET]\"\"\"\n"),
        (
            "test: [\"CMD\", \"mysqladmin\", \"-uroot\", \"-pTulip77rain\"]",
            "test: [\"CMD\", \"mysqladmin\", \"-uroot\", \"-p[SECRET]\"]",
        ),
        ("ldap_default_authtok = Tulip77rain\n", "ldap_default_authtok = [SECRET]\n"),
        ("@Value(\"${mail.password:tuliprain}\")", "@Value(\"${mail.password:[SECRET]}\")"),
        ("12:00:01 INFO   DB_PASSWORD: tuliprain\n", "12:00:01 INFO   DB_PASSWORD: [SECRET]\n"),
        ("spring.datasource.password=Tulip77?\n", "spring.datasource.password=[SECRET]\n"),
        ("define('DB_PASSWORD', 'tuliprain');", "define('DB_PASSWORD', '[SECRET]');"),
        ("'password' => env('DB_PASSWORD', 'tuliprain'),", "'password' => env('DB_PASSWORD', '[SECRET]'),"),
        ("Config{User: \"app\", Pass: \"tuliprain\"}", "Config{User: \"app\", Pass: \"[SECRET]\"}"),
        ("{password, \"Tulip77rain\"}.", "{password, \"[SECRET]\"}."),
        ("{:user \"app\" :password \"tuliprain\"}", "{:user \"app\" :password \"[SECRET]\"}"),
        ("%any %any : PSK \"tulip rain\"", "%any %any : PSK \"[SECRET]\""),
        ("[wifi-security]\nwifi-sec.psk=tuliprain\n", "[wifi-security]\nwifi-sec.psk=[SECRET]\n"),
        ("requirepass tuliprain\n", "requirepass [SECRET]\n"),
        ("user app on >Tulip77rain ~* +@all", "user app on >[SECRET] ~* +@all"),
        ("user app off ~x:* >Tulip77rain", "user app off ~x:* >[SECRET]"),
        (
            "chpasswd:\n  list: |\n    root:tuliprain\n    app:Tulip77\n  expire: false\n",
            "chpasswd:\n  list: |\n    root:[SECRET]\n    app:[SECRET]\n  expire: false\n",
        ),
        ("_shop_session=Zk3VnQ7pLw2XbT9aRm5Yd8Cf4Gh6; x", "_shop_session=[SECRET]; x"),
    ]);
}

#[test]
fn elements_around_elements() {
    becomes(&[
        (
            "<setting name=\"Password\" serializeAs=\"String\"><value>tuliprain</value></setting>",
            "<setting name=\"Password\" serializeAs=\"String\"><value>[SECRET]</value></setting>",
        ),
        (
            "<AdministratorPassword><Value>Tulip77rain</Value></AdministratorPassword>",
            "<AdministratorPassword><Value>[SECRET]</Value></AdministratorPassword>",
        ),
        ("<secret>{AQAAABAAAAAwq7Vk3ZnT2xLp9Rb5Yc8Df4Gh6Jm1Ns}</secret>", "<secret>{[SECRET]}</secret>"),
        (
            "<id>{acme}</id>\n<secret>{AQAAABAAA 3f2b8a5e9a4d4a7c8b8e1c2d3e4f5a6b}</secret>",
            "<id>{acme}</id>\n<secret>{AQAAABAAA [SECRET]}</secret>",
        ),
    ]);
    stay(&[
        "<setting name=\"Password\" serializeAs=\"String\"><value /></setting>",
        "<Password><Value></Value></Password>",
        "<secret>{password}</secret>",
        "<secret>{{ vault_password }}</secret>",
    ]);
}

#[test]
fn commands_that_give_a_password() {
    becomes(&[
        ("connect scott/Tulip77rain@//db:1521/orcl as sysdba", "connect scott/[SECRET]@//db:1521/orcl as sysdba"),
        ("exp userid=scott/Tulip77rain file=a.dmp", "exp userid=scott/[SECRET] file=a.dmp"),
        (
            "CREATE DATABASE LINK x CONNECT TO app IDENTIFIED BY tuliprain USING 'ORCL';",
            "CREATE DATABASE LINK x CONNECT TO app IDENTIFIED BY [SECRET] USING 'ORCL';",
        ),
        ("CREATE ROLE app LOGIN PASSWORD 'tuliprain';", "CREATE ROLE app LOGIN PASSWORD '[SECRET]';"),
        ("sudo -S ls <<< \"Tulip77rain\"", "sudo -S ls <<< \"[SECRET]\""),
        ("echo -e \"Tulip77\\nTulip77\" | passwd root", "echo -e \"[SECRET]\\n[SECRET]\" | passwd root"),
        (
            "aws ssm put-parameter --name /app/db --value Tulip77rain --type SecureString",
            "aws ssm put-parameter --name /app/db --value [SECRET] --type SecureString",
        ),
        (
            "az keyvault secret set --vault-name v --name db --value Tulip77rain",
            "az keyvault secret set --vault-name v --name db --value [SECRET]",
        ),
        (
            "Invoke-Sqlcmd -Username sa -Password \"tuliprain\" -Query x",
            "Invoke-Sqlcmd -Username sa -Password \"[SECRET]\" -Query x",
        ),
        ("PSEXEC.EXE \\\\host1 -u admin -p Tulip77rain cmd", "PSEXEC.EXE \\\\host1 -u admin -p [SECRET] cmd"),
        ("curl --user kevin:'Tulip77rain' -X PATCH", "curl --user kevin:'[SECRET]' -X PATCH"),
        (
            "$link = mysql_connect('localhost', 'app', 'Tulip77rain');",
            "$link = mysql_connect('localhost', 'app', '[SECRET]');",
        ),
        (
            "DriverManager.getConnection(url, \"app\", \"Tulip77rain\");",
            "DriverManager.getConnection(url, \"app\", \"[SECRET]\");",
        ),
        ("the password for user 'ann' is 'tuliprain'", "the password for user 'ann' is '[SECRET]'"),
        ("login: ann / Tulip77rain", "login: ann / [SECRET]"),
        ("| db_password | tulip7745 |", "| db_password | [SECRET] |"),
        ("| mysql_pwd | `Tulip77` |", "| mysql_pwd | `[SECRET]` |"),
        ("the db_pass is Tulip77 now", "the db_pass is [SECRET] now"),
        ("the api_key is 3f2b8a5e-9a4d-4a7c-8b8e-1c2d3e4f5a6b", "the api_key is [SECRET]"),
        ("API key: 3f2b8a5e-9a4d-4a7c-8b8e-1c2d3e4f5a6b", "API key: [SECRET]"),
    ]);
}

#[test]
fn what_only_looks_so() {
    stay(&[
        "postgres://app:***@db.example.com/app",
        "password: \"#{password}\"",
        "DB_PASSWORD=CHANGE_ME",
        "curl -u ci:{password} https://nexus.example.com/x.jar",
        "curl -u <user:password> https://test.example.com/endpoint",
        "Password=%DB_PASSWORD%;",
        "spring.datasource.password=@db.password@",
        "PASSWORD=`cat /run/pw`",
        "put '/forgot-password' => \"cms/passwords#update\", as: 'update_password'",
        "LLM_SECRET_NAME = \"NEXUS-GPT5-API-KEY\"",
        "PASSWORD_HASHERS = [\"django.contrib.auth.hashers.PBKDF2PasswordHasher\"]",
        "notes = \"Maven - io.jsonwebtoken:jjwt-jackson-0.11.3\"",
        "| pwd | /srv/app2 |",
        "| token | index_2 |",
        "the key is 3f2b8a5e-9a4d-4a7c-8b8e-1c2d3e4f5a6b",
        "created secret 3f2b8a5e-9a4d-4a7c-8b8e-1c2d3e4f5a6b",
        "season_pass: stage2build",
        "the rootpw option sets the root password",
        "connect users/accounts table",
        "CONNECT www.example.com:443 HTTP/1.1",
        "CREATE USER app IDENTIFIED EXTERNALLY;",
        "with password \"required\" flag set",
        ": PSK based authentication",
        "{password, string()}",
        "login: success / failure",
        "tests pass=12 fail=0",
        "let password: String?\n",
        "PasswordAuthentication no\npassword_policy: strict\ntoken_url: https://auth.example.com/token",
    ]);
}

#[test]
fn tokens_told_by_a_mark_inside() {
    let letters = "Kq7ZvmX2pa9LbT8c4wBdnD6eGf1hJ5KMF0r3QyUs";
    for token in [
        format!("123456789012345|{}", &letters[..27]),
        format!("2{}_{}", &letters[..26], &letters[..20]),
        format!("1234567890123456789-{letters}"),
        format!("{}msh{}p{}jsn{}", "q8zk2nlm4p", "x7v3b9t1c5d6f0g", "h2j4k6", "m8n0q2r4s6t8"),
        format!("{letters}{}_P0A1_3f2b8a5e-9a4d-4a7c-8b8e-1c2d3e4f5a6b", &letters[..24]),
    ] {
        let new = redact(&format!("client uses {token} now"));
        assert_eq!(new, "client uses [SECRET] now", "{token}");
    }
    stay(&[
        "2_index_of_user_settings_table_of_accounts_2",
        "20260301102211123|worker-pool-connection-manager-v2",
        "1234567890123456789-abcdefabcdefabcdefabcdefabcdefabcdefabcd",
    ]);
}

#[test]
fn keys_below_the_line_that_names_their_vendor() {
    let key = "3f2b8a5e-9a4d-4a7c-8b8e-1c2d3e4f5a6b";
    becomes(&[(
        &format!("[INFO] Sending request to the codecov API\n[DEBUG] Using Key={key}\n"),
        "[INFO] Sending request to the codecov API\n[DEBUG] Using Key=[SECRET]\n",
    )]);
    stay(&[&format!("[INFO] Sending request to the cache API\n[DEBUG] Using Key={key}\n")]);
}
