//! Passwords in commands of tools, in lines of devices, and in what programs dump.

use super::{becomes, stay};

#[test]
fn commands_of_tools_hold_passwords() {
    becomes(&[
        ("openssl passwd -6 Zx8qLm2n", "openssl passwd -6 [SECRET]"),
        ("mkpasswd -m sha-512 Zx8qLm2n", "mkpasswd -m sha-512 [SECRET]"),
        ("isql shop ann Zx8qLm2n", "isql shop ann [SECRET]"),
        ("cargo login q8Zk2nLm4pXw7vB1cD3eF5", "cargo login [SECRET]"),
        ("mc alias set m https://s3.example.org ann Zx8qLm2n", "mc alias set m https://s3.example.org ann [SECRET]"),
        ("rclone obscure Zx8qLm2n", "rclone obscure [SECRET]"),
        ("drush user:password ann Zx8qLm2n", "drush user:password ann [SECRET]"),
        ("etcdctl --user root:Zx8qLm2n get /", "etcdctl --user root:[SECRET] get /"),
        ("schtasks /create /tn x /ru corp\\ann /rp Zx8qLm2n", "schtasks /create /tn x /ru corp\\ann /rp [SECRET]"),
        ("netsh wlan set hostednetwork ssid=x key=Zx8qLm2n", "netsh wlan set hostednetwork ssid=x key=[SECRET]"),
        ("beeline -u jdbc:hive2://h -n ann -p Zx8qLm2n", "beeline -u jdbc:hive2://h -n ann -p [SECRET]"),
        ("htpasswd -nb ann Zx8qLm2n", "htpasswd -nb ann [SECRET]"),
        ("htpasswd -b file ann Zx8qLm2n", "htpasswd -b file ann [SECRET]"),
        ("echo 'Zx8qLm2n' | kinit ann@CORP", "echo '[SECRET]' | kinit ann@CORP"),
        ("echo Zx8qLm2n | openssl passwd -1 -stdin", "echo [SECRET] | openssl passwd -1 -stdin"),
        ("echo \"Zx8qLm2n\" | gpg --passphrase-fd 0 -d x", "echo \"[SECRET]\" | gpg --passphrase-fd 0 -d x"),
        ("gpg --passphrase-fd 0 <<< 'Zx8qLm2n'", "gpg --passphrase-fd 0 <<< '[SECRET]'"),
        ("echo q8Zk2nLm4pXw7vB1cD3eF5 | gh auth login --with-token", "echo [SECRET] | gh auth login --with-token"),
        (
            "echo -n \"Zx8qLm2n\" | gcloud secrets create db --data-file=-",
            "echo -n \"[SECRET]\" | gcloud secrets create db --data-file=-",
        ),
        ("passwd --stdin ann <<< Zx8qLm2n", "passwd --stdin ann <<< [SECRET]"),
        (
            "ConvertTo-SecureString -String 'Zx8qLm2n' -AsPlainText",
            "ConvertTo-SecureString -String '[SECRET]' -AsPlainText",
        ),
        (" ip ospf authentication-key Zx8qLm2n", " ip ospf authentication-key [SECRET]"),
        (
            "set security ike policy p pre-shared-key ascii-text \"Zx8qLm2n\"",
            "set security ike policy p pre-shared-key ascii-text \"[SECRET]\"",
        ),
    ]);
    stay(&[
        "openssl passwd -6 -stdin",
        "openssl passwd -6 \"$PASS\"",
        "mkpasswd -m sha-512",
        "isql shop -v",
        "isql shop ann $PASS",
        "cargo login --registry mine2024",
        "rclone obscure \"$PASS\"",
        "etcdctl --user \"$ETCD_USER:$ETCD_PASS\" get /",
        "schtasks /create /tn backup2024 /ru SYSTEM",
        "echo hello2024 | tee out.txt",
        "echo v1.2.3 | docker run --stdin app",
        "echo hello2024 | program --stdin",
        "gcloud storage cp --data-file=- x2024",
        "set system host-name core2024",
        "set passwd",
    ]);
}

#[test]
fn values_stand_apart_from_their_key() {
    becomes(&[
        ("password: !!str Zx8qLm2n", "password: !!str [SECRET]"),
        ("passwd: &pw Zx8q!Lm2n", "passwd: &pw [SECRET]"),
        ("db_password = <<EOT\nZx8qLm2n\nEOT", "db_password = <<EOT\n[SECRET]\nEOT"),
        ("db_password = <<-'EOT'\n  Zx8qLm2n\n  EOT", "db_password = <<-'EOT'\n  [SECRET]\n  EOT"),
        ("[\"password\"]=>\n  string(8) \"Zx8qLm2n\"", "[\"password\"]=>\n  string(8) \"[SECRET]\""),
        (
            "a:2:{s:4:\"user\";s:3:\"ann\";s:8:\"password\";s:8:\"Zx8qLm2n\";}",
            "a:2:{s:4:\"user\";s:3:\"ann\";s:8:\"password\";s:8:\"[SECRET]\";}",
        ),
    ]);
    stay(&[
        "fn login(password: &str, token: &Token) -> Result<()> {",
        "    password: &mut String2,",
        "password: &dyn Provider2",
        "password: !!null ",
        "password: !Ref DbPassword2",
        "script = <<EOT\necho hello2024\nEOT",
        "password = <<EOT\n${var.db_password}\nEOT",
        "[\"password\"]=>\n  NULL",
        "a:1:{s:8:\"password\";N;s:4:\"mode\";s:8:\"readonly\";}",
        "a:1:{s:4:\"mode\";s:8:\"mode2024\";}",
    ]);
}
