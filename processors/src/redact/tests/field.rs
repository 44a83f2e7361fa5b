//! Lines as they are met in the field, of agents, tools and configuration: what goes is between `«` and `»`.

use super::redact;

/// Whether a text lost exactly what is between the quotes.
fn fits(template: &str, got: &str) -> bool {
    let mut rest = got;
    for (i, piece) in template.split(['«', '»']).enumerate() {
        if i % 2 == 0 {
            let Some(next) = rest.strip_prefix(piece) else { return false };
            rest = next;
            continue;
        }
        let mark = rest.strip_prefix('[').and_then(|r| r.split_once(']'));
        let Some((name, next)) = mark else { return false };
        if !name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_') {
            return false;
        }
        rest = next;
    }
    rest.is_empty()
}

#[track_caller]
fn lose(templates: &[&str]) {
    let mut wrong = Vec::new();
    for template in templates {
        let text = template.replace(['«', '»'], "");
        let got = redact(&text);
        if !fits(template, &got) {
            wrong.push(format!("{template}\n    {got}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), templates.len(), wrong.join("\n"));
}

#[test]
fn code_keeps_its_names() {
    lose(&[
        "const token = getUserAccessTokenForUrl(url);",
        "token = getUserAccessTokenForUrl",
        "sessionToken = createSessionTokenFromIdpAssertion",
        "pass = computePassRateFor2024Q3",
        "const jwt = signJsonWebTokenWithRsa256",
        "let secret = useOAuth2ClientSecretForApi;",
        "interface Login { user: string; password: string; }",
        "type Props = { apiKey?: string; token: string | null };",
        "def login(username: str, password: str, token: Optional[str] = None) -> Session:",
        "password: Mapped[str] = mapped_column(String(255))",
        "fn new(api_key: impl Into<String>, secret: SecretString) -> Self {",
        "if (!password || password.length < 8) throw new Error('Password too short');",
        "const { password, ...rest } = user;",
        "password_hash = bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds=12))",
        "SECRET_KEY = os.environ.get('DJANGO_SECRET_KEY')",
        "SECRET_KEY = config('SECRET_KEY', default='change-me')",
        "api_key = settings.OPENAI_API_KEY",
        "headers = {\"Authorization\": f\"Bearer {token}\"}",
        "headers: { Authorization: `Bearer ${accessToken}` }",
        "req.Header.Set(\"Authorization\", \"Bearer \"+token)",
        "auth = build_auth(user, 'admin'); auth = (user, password)",
        "curl -H \"Authorization: Bearer $TOKEN\" https://api.example.com/v1/me",
        "curl -u \"$USER:$PASS\" https://api.example.com",
        "private_key = load_pem_private_key(data, password=None)",
        "tokens = tokenizer.encode(text, add_special_tokens=False)",
        "pad_token_id=50256, eos_token_id=50256",
        "input_tokens=1234 output_tokens=567 cached_tokens=0",
        "cancellation_token = CancellationToken::new();",
        "csrf_token: '{{ csrf_token() }}'",
        "let key = format!(\"{}:{}\", prefix, user_id);",
        "primary_key=True, foreign_key='users.id'",
        "ssh-keygen -t ed25519 -C ci -f ~/.ssh/id_ed25519",
        "kubectl get secret my-app-tls -o jsonpath='{.data.tls\\.crt}' -n prod",
        "aws secretsmanager get-secret-value --secret-id prod/db/password",
        "vault kv get -field=password secret/data/prod/db",
        "docker login -u ci --password-stdin registry.example.com",
        "gh auth token | docker login ghcr.io -u me --password-stdin",
        "export GITHUB_TOKEN=$(gh auth token)",
        "GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN }}",
        "password = \"${var.db_password}\"",
        "db_password: !vault |",
        "secretKeyRef: { name: db-credentials, key: password }",
        "the sort code below runs in 10-20-30 ms for account 3",
        "// sort code: 12 lines",
        "CREATE TABLE users (id uuid PRIMARY KEY, password varchar(255) NOT NULL, token text);",
        "SELECT password FROM users WHERE token = $1",
        "INSERT INTO logs (level, message) VALUES ('info', 'token refreshed');",
        "INSERT INTO metrics (name, value) VALUES ('http_requests_total', 1027), ('errors', 3);",
        "passport.use(new GoogleStrategy({ clientID: GOOGLE_CLIENT_ID, clientSecret: GOOGLE_CLIENT_SECRET }))",
        "std::map<std::string, std::vector<std::pair<int, int>>> m;",
        "if (a<b && c<<2 == d) { I<K<V>> x; }",
        "A<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
        "s.handleOAuth2TokenRefresh(t)",
        "db-getUserAccessToken2ForUrlAndId",
        "<D>see below</D> and <P>a paragraph of text that is long enough to be one</P>",
        "ARROW:schema EAAAAAAACgAMAAYABQAIAAoAAAAAAQQADAAAAAgACAAAAAQACAAAAAQAAAACAAAAQAAAAAQAAADY////AAABAhAAAAAUAAAABAAAAAAAAAABAAAAYgAAAA",
    ]);
}

#[test]
fn hashes_and_ids_stay() {
    lose(&[
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "Author: build-bot\nindex 83db48f..bf269f4 100644",
        "HEAD is now at 4e31b62 Titles and introductions",
        "sha256:6dc9bd78f3c5a3b8a1f3a0d2e4c7b9f8a1d2c3b4e5f60718293a4b5c6d7e8f90",
        "image: ghcr.io/acme/api@sha256:6dc9bd78f3c5a3b8a1f3a0d2e4c7b9f8a1d2c3b4e5f60718293a4b5c6d7e8f90",
        "sha1sum 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12  file.tar.gz",
        "md5: 9e107d9d372bb6826bd81d3542a419d6",
        "checksum = \"a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90\"",
        "\"integrity\": \"sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg==\"",
        "\"resolved\": \"https://registry.npmjs.org/lodash/-/lodash-4.17.21.tgz\",",
        "golang.org/x/sys v0.0.0-20220722155257-8c9f86f7a55f h1:0A+M6Uqn+Eje4kHMK80dtF3JCXC4ykBgQG4Fe06QRhQ=",
        "pod/api-7d4b9c6f5d-x2x7k 1/1 Running 0 3d",
        "payments-worker-6c8f9d7b5-9kqzt evicted",
        "job.batch/migrate-28391040 created",
        "ETag: \"33a64df551425fcc55e4d42a148795d9f25f89d4\"",
        "x-request-id: 7b3c1f2e-9a4d-4c1b-8f6e-2d5a9c3b1e7f",
        "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "{\"id\":\"call_9pw1vJr5Kqz4mXtE2bHs7LdA\",\"type\":\"function\"}",
        "{\"id\":\"msg_01XFDUDYJgAACzvnptvVoYEL\",\"model\":\"claude-sonnet-4-5-20250929\"}",
        "{\"id\":\"toolu_01A09q90qw90lq917835lq9\",\"name\":\"get_weather\"}",
        "{\"next_page_token\":\"CAUQAAoVMTY5MDAwMDAwMDAwMDAwMDAw\",\"items\":[]}",
        "{\"cursor\":\"eyJpZCI6MTIzNDV9\",\"has_more\":true}",
        "\"system_fingerprint\": \"fp_44709d6fcb\"",
        "run_id=0190f1d2-7c3e-7b1a-9c5d-3e8f1a2b4c6d step=3",
        "arn:aws:iam::123456789012:role/client-lambda",
        "s3://my-bucket/2024/05/01/part-00000-9f1c2b3a.snappy.parquet",
        "terraform: aws_instance.web: i-0abcd1234ef567890 subnet-0bb1c79de3EXAMPLE",
        "0x7ffd5e8b3a10 in __libc_start_main",
        "yugabyte universe 550e8400-e29b-41d4-a716-446655440000, tablet 1f0c3e4d5a6b7c8d9e0f1a2b3c4d5e6f",
        "vercel deployment dpl_5KzYp1tq8vQw3nXe7rT9bL2mC4fG",
        "recurly invoice 550e8400-e29b-41d4-a716-446655440000",
        "clojars artifact 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "UUID 3f2504e0-4f89-11d3-9a0c-0305e82c3301 already exists",
        "blob 1f7a7a472abf3dd9643fd615f6da379c4acb3e3a 1024",
        "go.sum: github.com/stretchr/testify v1.8.4 h1:CcVxjf3Q8PM0mHUKJCdn+eZZtm5yQwehR5yeSVQQcUk=",
        "Cargo.lock: checksum = \"d468802bab17cbc0cc575e9b053f41e72aa36bfa6b7f55e3529ffa43161b97fa\"",
        "cache key: node-modules-linux-4f1d2a3b5c6e7f8091a2b3c4d5e6f708",
        "\"cache_key\":\"pip-3.11-9b74c9897bac770ffc029102a200c5de\"",
    ]);
}

#[test]
fn conversation_stays() {
    lose(&[
        "I am looking for a way to sort a list of dictionaries by a key.",
        "I am Claude, an AI assistant made by Anthropic.",
        "My name is not important here, just fix the build.",
        "I'm using Python 3.11 with Django 4.2 on Ubuntu 22.04.",
        "Hi, I'm trying to reset the password of a service account.",
        "Je m'appelle pas comme ça dans le code.",
        "Me llamo la API con curl y falla.",
        "Ich heiße den Patch gut.",
        "Eine heiße Schokolade, bitte; die heiße Phase beginnt.",
        "Bir sonraki adım GitHub Actions ile dağıtım.",
        "Adım Sayısı: 12\nAdım Adım Docker Kurulumu",
        "O nome é Config e o valor é 3; il nome è Config.",
        "Wpisz imię Nazwisko w polu.",
        "build the client and pass `config2` to it, with pass `user_id2`.",
        "The SWIFT COMPILER crashed with a signal 11.",
        "SWIFT LANGUAGE guide, chapter 3.",
        "BIC PARAMETER must not be empty",
        "Your password must contain at least 12 characters, one digit and one symbol.",
        "The token budget is 128000; the model used 4096 tokens.",
        "The API key is missing or invalid.",
        "The secret of good prompts is context.",
        "Please rotate the api key and update the secret in Vault.",
        "password: (leave empty to keep the current one)",
        "Password: ********",
        "Passphrase for key 'id_rsa':",
        "the password is stored hashed, never in clear text",
        "Your seed phrase is a list of 12 or 24 words that restores your wallet.",
        "A recovery phrase is never asked for by support.",
        "401 Unauthorized: invalid token",
        "Error: JWT token expired at 2024-05-01T10:00:00Z",
        "Token count: 1523, cost: $0.0042",
        "key: value pairs are separated by commas",
        "The plate number of tests is 12A in the matrix.",
        "the CVC pattern 3 and the CVV field are validated client side",
        "Step 3: run `pytest -p no:cacheprovider -k test_login`",
        "ran 248 tests in 12.31s, 0 failures, seed 1699999999",
        "PORT 8080 is taken, using 8081; pid 48213",
        "tests/test_auth.py::test_password_reset[user1-True] PASSED",
        "see docs/auth/token-exchange.md and src/secrets/vendors.rs:120",
        "{\"name\":\"password_ttl\",\"value\":\"3600\"}",
        "{\"seed\":\"1699999999\",\"name\":\"MAX_TOKENS\",\"value\":\"4096\"}",
        "the name's Bond of trust; ssh deploy@federal and mail dev@icici",
        "Rate limit: 5000 requests per hour, reset at 1699999999",
        "model: gpt-4o-2024-08-06, temperature: 0.2, top_p: 1",
        "The UPI of India moved 13 billion payments; see foo@v2 and pkg@upi-tools.",
    ]);
}

#[test]
fn configuration_loses_its_secrets() {
    lose(&[
        "machine api.github.com login «octo» password «Xk39fTq2LmPz»",
        "machine example.com\n  login «alice»\n  password «correcthorse7»\n",
        "{\"auths\":{\"ghcr.io\":{\"auth\":\"«b2N0bzpYazM5ZlRxMkxtUHo=»\"}}}",
        "    client-key-data: «LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlFb3dJQkFBS0NBUUVBdw==»",
        "    token: «Zt8kWq3vLm5nXp7rYb2cHd4f»\n    user: admin",
        "//registry.npmjs.org/:_authToken=«Zt8kWq3vLm5nXp7rYb2cHd4f»",
        "//npm.acme.io/:_password=«WnQ4a1dxM3ZMbTVu»",
        "_auth=«b2N0bzpYazM5ZlRxMkxtUHo=»",
        "curl -u admin:«Xk39fTq2LmPz» https://jenkins.example.com/api",
        "curl --user 'admin:«Xk39fTq2LmPz»' https://jenkins.example.com/api",
        "jdbc:postgresql://db.example.com:5432/app?user=app&password=«Xk39fTq2LmPz»",
        "jdbc:sqlserver://db:1433;databaseName=app;user=sa;password=«Xk39fTq2LmPz»;encrypt=true",
        "jdbc:oracle:thin:«scott/Xk39fTq2»@//db:1521/app",
        "jdbc:mysql://«root:Xk39fTq2LmPz»@db:3306/app",
        "Server=db;Database=app;User Id=sa;Password=«Xk39fTq2LmPz»;Encrypt=True",
        "Server=tcp:x.database.windows.net,1433;User ID=app;Pwd=«Xk39fTq2LmPz»;",
        "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=«Zt8kWq3vLm5nXp7rYb2cHd4fZt8kWq3vLm5nXp7rYb2cHd4fZt8kWq3vLm5nXp7rYb2cHd4fZt8kWq3vLm5nXg==»;EndpointSuffix=core.windows.net",
        "Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=«Zt8kWq3vLm5nXp7rYb2cHd4fZt8kWq3vLm5nXp7rYb2=»",
        "amqp://«svc:Xk39fTq2LmPz»@rabbit:5672/%2f",
        "mongodb+srv://«app:Xk39fTq2LmPz»@cluster0.mongodb.net/app",
        "redis://«:Xk39fTq2LmPz»@cache:6379/0",
        "SECRET_KEY = '«django-insecure-x7#k2m!q9v@w4z$t8r^p1n&b5c*d3f(g6h)j0l-=_+y~»'",
        "DJANGO_SECRET_KEY=«x7#k2m!q9v@w4z$t8r^p1n&b5c*d3f(g6h)j0l-=_+y»\nDEBUG=1",
        "SECRET_KEY = \"«$x7k2m(q9v@w4z$t8r^p1n&b5c*d3f!g6h#j0l-=_+y»\"",
        "SECRET_KEY = '«x7#k2m!q9v@w4z$t8r^p1n&b5c*d3f(g6h)j0l-=_+y»'",
        "APP_KEY=base64:«Zt8kWq3vLm5nXp7rYb2cHd4fZt8kWq3vLm5nXp7rYb2=»",
        "secret_key_base: «a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90»",
        "RAILS_MASTER_KEY=«a1b2c3d4e5f60718293a4b5c6d7e8f90»",
        "spring.datasource.password=«Xk39fTq2LmPz»",
        "ssl.keystore.password=«changeit77»",
        "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"app\" password=\"«Xk39fTq2LmPz»\";",
        "db:\n  user: app\n  password: «Xk39fTq2LmPz»\n  port: 5432",
        "POSTGRES_PASSWORD: «Xk39fTq2LmPz»",
        "export AWS_SECRET_ACCESS_KEY=«wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY»",
        "AZURE_CLIENT_SECRET=«Zt8Q~kWq3vLm5nXp7rYb2cHd4fZt8kWq3vLm5nXp»",
        "<add key=\"ApiKey\" value=\"«Zt8kWq3vLm5nXp7rYb2c»\" />",
        "<password>«Xk39fTq2LmPz»</password>",
        "<D>«Zt8kWq3vLm5nXp7rYb2cHd4fZt8kWq3vLm5nXp7rYb2cHd4fZt8kWq3vLm5nXp7r»</D></RSAKeyValue>",
        "net user bob «Xk39fTq2!» /add",
        "mysql -h db -u root -p«Xk39fTq2LmPz» app",
        "PGPASSWORD=«Xk39fTq2LmPz» psql -h db -U app",
        "sshpass -p «Xk39fTq2LmPz» ssh root@host",
        "htpasswd -b .htpasswd bob «Xk39fTq2LmPz»",
        "openssl enc -aes-256-cbc -pass pass:«Xk39fTq2LmPz» -in a",
        "redis-cli -h cache -a «Xk39fTq2LmPz» ping",
        "docker login -u ci -p «Xk39fTq2LmPz» registry.example.com",
        "helm install x --set auth.password=«Xk39fTq2LmPz» .",
        "vault login «hvs.CAESIJzt8kWq3vLm5nXp7rYb2cHd4fZt8kWq3vLm5nXp7rYb2cH»",
        "kubectl create secret generic db --from-literal=password=«Xk39fTq2LmPz»",
    ]);
}

#[test]
fn all_of_a_name_and_of_an_address_goes() {
    lose(&[
        "Full name: «Fredrik L Sommer»\nRoom: 3\n",
        "Patient: «Maria D Lopez», arrived at nine.",
        "Billing address: «Sara Black»\n    «28245 Puruntie 82 Apt. 595»\n",
        "Shipping address: «Sara Black»\n«12 Main Street»\n«Springfield, IL 62704»\n",
        "Plan: Class A Widget\nBilling address: see below\n  12 rows\n",
    ]);
}

#[test]
fn values_in_other_quotes_go() {
    lose(&[
        "Full name: `«Maria Lopez»`\nPIN: `«4821»`\nCVV: `«482»`\n",
        "Full name: “«Maria Lopez»”",
        "Full name:\r\n«Maria Lopez»\r\n",
        "Full name (billing): «Maria Lopez»",
        "`full_name`: «Maria Lopez»",
        "Agent: what is your API key?\nUser: «Kq7vZ2mX9pL4abcd»\n",
        "Full name (optional): enter yours\nname: `orders`",
    ]);
}

#[test]
fn values_and_separators_in_columns_go() {
    lose(&[
        "DB_PASSWORD           =«51hA4hE0S9HY»",
        "username             = admin\npassword             = «hunterXy77»\nport                 = 5432",
        "password\t\t=\t«hunterXy77»",
        "Password:            «hunterXy77»\nHost:                db.internal",
        "  admin_password    = \"«hunterXy77»\"\n  admin_password_id = random_password.db.result",
        "Patient Name          : «Maria Lopez»\nRoom                  : 12",
        "Patient Name:            «Maria Lopez»",
        "street_address         : «12 Main Street»",
        "pin                    = «4821»",
        "cvv:              «482»",
        "Authorization:    Basic    «dXNlcjpwYXNzd29yZDEyMw==»",
        "  db_password       = var.db_password",
        "'IO::Compress::Zip'     => '2.060',",
        "max_tokens            = 4821\nauthor                = Orders Service\nport:               5432",
    ]);
}

#[test]
fn tokens_of_agents_and_tools_go() {
    lose(&[
        "okta_api_token = \"«00QfT7kWq3vLm5nXp7rYb2cHd4fZt8kWq3vLm5nXp7»\"",
        "Authorization: SSWS «00QfT7kWq3vLm5nXp7rYb2cHd4fZt8kWq3vLm5nXp7»",
        "OKTA_CLIENT_TOKEN=«00QfT7kWq3vLm5nXp7rYb2cHd4fZt8kWq3vLm5nXp7»",
        "requests.get(url, headers={'Authorization': 'Bearer «Zt8kWq3vLm5nXp7rYb2cHd4f»'})",
        "requests.get(url, auth=('admin', '«Xk39fTq2LmPz»'))",
        "auth = HTTPBasicAuth('admin', '«Xk39fTq2LmPz»')",
        "s.auth = (user, \"«Xk39fTq2LmPz»\")",
        "DriverManager.getConnection(url, \"root\", \"«Xk39fTq2LmPz»\")",
        "headers: { 'X-Api-Key': '«Zt8kWq3vLm5nXp7rYb2cHd4f»' }",
        "req.Header.Set(\"X-API-Key\", \"«Zt8kWq3vLm5nXp7rYb2cHd4f»\")",
        "-H 'Authorization: token «Zt8kWq3vLm5nXp7rYb2cHd4f»'",
        "-H \"PRIVATE-TOKEN: «Zt8kWq3vLm5nXp7rYb2c»\"",
        "Cookie: sessionid=«Zt8kWq3vLm5nXp7rYb2cHd4f»",
        "Cookie: session=«qRnoBkdMpkyvZitNlvftFoJtrm»",
        "Cookie: sid=«s:Zt8kWq3vLm5nXp7r.Yb2c:Hd4f»",
        "Set-Cookie: SESSION=«Zt8kWq3vLm5nXp7rYb2cHd4f»; Path=/; HttpOnly",
        "client = OpenAI(api_key=\"«sk-proj-Zt8kWq3vLm5nXp7rYb2cHd4fZt8kWq3vLm5nXp7r»\")",
        "openai.api_key = \"«Zt8kWq3vLm5nXp7rYb2cHd4f»\"",
        "const client = new Client({ apiKey: '«Zt8kWq3vLm5nXp7rYb2cHd4f»' });",
        "{\"tool\":\"login\",\"arguments\":{\"username\":\"bob\",\"password\":\"«Xk39fTq2LmPz»\"}}",
        "{\"name\":\"API_TOKEN\",\"value\":\"«Zt8kWq3vLm5nXp7rYb2cHd4f»\"}",
        "{\"access_token\":\"«Zt8kWq3vLm5nXp7rYb2cHd4f»\",\"token_type\":\"Bearer\",\"expires_in\":3600}",
        "grant_type=refresh_token&refresh_token=«Zt8kWq3vLm5nXp7rYb2cHd4f»&client_id=web",
        "https://x.example.com/cb?code=«Zt8kWq3vLm5nXp7rYb2cHd4f»&state=1",
        "https://acme.blob.core.windows.net/a?sv=2022-11-02&sig=«Zt8kWq3vLm5nXp7rYb2cHd4fZt8kWq3vLm5nXp7rYb2%3D»",
        "My seed phrase is «abandon ability able about above absent absorb abstract absurd abuse access accident»",
        "seed phrase: «legal winner thank year wave sausage worth useful legal winner thank yellow»",
        "{\"seed\":\"«legal winner thank year wave sausage worth useful legal winner thank yellow»\"}",
        "{\"placeholder\":\"Enter OTP\",\"value\":\"«483920»\"}",
        "{\"name\":\"DB_PASSWORD\",\"value\":\"«12345678»\"}",
        "SAMLResponse=«PHNhbWxwOlJlc3BvbnNlIHhtbG5zOnNhbWxwPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6cHJvdG9jb2wiPg==»",
        "{\"SAMLResponse\":\"«PD94bWwgdmVyc2lvbj0iMS4wIiBlbmNvZGluZz0iVVRGLTgiPz4K»\"}",
        "{\"SAMLResponse\":\"«PHNhbWxwOlJlc3BvbnNlIHhtbG5zOnNhbWxwPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6cHJvdG9jb2wiPg==»\"}",
        "key «b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZWQyNTUxOQAAACDf2bG9zZXQ»",
        "my api key is «Zt8kWq3vLm5nXp7rYb2cHd4f», use it",
        "the password for the staging db is «Xk39fTq2LmPz»",
        "Use password «Xk39fTq2!» to log in",
        "log in as admin and pass `«Xk39fTq2!»`",
        "Here is my recovery phrase:\n\n«abandon ability able about above absent absorb abstract absurd abuse access accident»\nkeep it.",
        "seed phrase:\n«1. legal\n2. winner\n3. thank\n4. year\n5. wave\n6. sausage\n7. worth\n8. useful\n9. legal\n10. winner\n11. thank\n12. yellow»\n",
        "login with admin / «Xk39fTq2!»",
        "wifi password: «sunflower-42-lake»",
        "the PIN is «4821» for the door",
        "Your verification code is «483920»",
        "otp: «483920» is expired",
        "2FA backup codes: «1234-5678» «8765-4321»",
        "the root pw is «Xk39fTq2LmPz»",
        "aws configure set aws_secret_access_key «wJalrXUtnFEMI/K7MDENG/bPxRfiCYqzzKqzzKEY»",
        "db_password: !vault |\n          $ANSIBLE_VAULT;1.1;AES256\n          «62313365396662343061393464336163383764373764613633653634306231386433626436623361\n          6134333665353966363534333632666535333761666131620a663537646436643839616531643561»\n",
    ]);
}

#[test]
fn people_and_documents_go() {
    lose(&[
        "My name is «Priya Raman» and I need help with my bill.",
        "Hello, my name is «Tom».",
        "Hi, my name's «Priya Raman» and this is my bill.",
        "{\"passport_number\":\"«C01X00T47»\",\"country\":\"DE\"}",
        "passport no: «533380006»",
        "Driver's license: «D1234567»",
        "driver_license_number: «S530-4607-4123»",
        "{\"drivers_license\":\"«F25592150094»\"}",
        "tax_id: «12-3456789»",
        "{\"ssn\":\"«078-05-1121»\"}",
        "Steuernummer: «93815/08152»",
        "Steuer-ID: «36 574 261 809»",
        "{\"tax_number\":\"«36574261809»\"}",
        "national id: «8001015009087»",
        "NHS number: «943 476 5919»",
        "sort code «40-47-84», account number «70872490»",
        "Sort code: «40-47-84» Account: «70872490»",
        "License plate «7ABC123»",
        "license plate: «7ABC123»",
        "my license plate is «7ABC123».",
        "BIC: «DEUTDEFF»",
        "SWIFT code «CHASUS33»",
        "DOB: «1980-03-04»",
        "born on «4 March 1980» in Leeds",
        "{\"date_of_birth\":\"«1980-03-04»\"}",
        "card «4111 1111 1111 1111» exp «09/27» cvv «123»",
        "ship to «221B Baker Street, London NW1 6XE»",
        "call me at «+44 7700 900123»",
        "INSERT INTO users (id, name, email) VALUES (1, '«Ann Lee»', '«ann@example.com»');",
        "UPI «ravi.kumar@oksbi»",
    ]);
}

#[test]
fn keys_without_lines_around_them_go_to_their_last_line() {
    for head in
        ["b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAAB", "MIIEowIBAAKCAQEAx7vZ2mX9pL4sT8wB3nD6fG1hJ5kM0rQK"]
    {
        let line = "Kq7vZ2mX9pL4sT8wB3nD6fG1hJ5kM0rQ".repeat(2);
        let first = format!("{head}{}", &line[..64 - head.len()]);
        for (indent, end) in
            [("", "q7vZ2mX9pA==\nThanks"), ("    ", "\nHello, that was it"), ("", "Kq7vZ2mX9pL4sT8wB3nD6fG1hJ5kM0rQ\n")]
        {
            let text = format!("{first}\n{indent}{line}\n{indent}{line}\n{indent}{end}");
            let new = redact(&text);
            let behind = end.split_once('\n').map_or("", |(_, behind)| behind);
            assert!(new.starts_with("[PRIVATE_KEY]") && !new.contains("Kq7v") && new.ends_with(behind), "{new}");
        }
    }
}

/// Base64 as it stands in a document.
fn base64_of(bytes: &[u8]) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    STANDARD.encode(bytes)
}

#[test]
fn bytes_mean_what_their_key_says() {
    for (key, value, mark) in [
        ("password", &b"hunter2xyz!Q"[..], "[SECRET]"),
        ("api_key", b"\xff\xfe\x01Zr8\x9c\xd1kQ\x07\xe4mW\xb3pT", "[SECRET]"),
        ("user.name", b"Marta Villareal", "[PERSON]"),
        ("ssn", b"123-45-6789", "[US_SSN]"),
    ] {
        let document = |bytes: &[u8]| format!("{{\"{key}\":{{\"$bytes\":\"{}\"}}}}", base64_of(bytes));
        assert_eq!(redact(&document(value)), document(mark.as_bytes()), "{key}");
        let list = |bytes: &[u8]| format!("{{\"{key}\":[{{\"$bytes\":\"{}\"}}]}}", base64_of(bytes));
        assert_eq!(redact(&list(value)), list(mark.as_bytes()), "{key}");
    }
    assert_eq!(redact(r#"{"password":{"$bytes":"hunter2xyz!Q"}}"#), r#"{"password":{"$bytes":"[SECRET]"}}"#);
    let kept = format!("{{\"gen_ai.response.id\":{{\"$bytes\":\"{}\"}}}}", base64_of(b"4111111111111111"));
    assert_eq!(redact(&kept), kept);
}

#[test]
fn text_between_bytes_that_are_none_is_read() {
    let document = |bytes: &[u8]| format!("{{\"b\":{{\"$bytes\":\"{}\"}}}}", base64_of(bytes));
    for (from, to) in [
        (&b"\xff\xfe to maria@example.com \xc3("[..], &b"\xff\xfe to [EMAIL] \xc3("[..]),
        (b"4111 1111 1111 1111\x80", b"[CARD]\x80"),
        (b"\x80{\"password\":\"hunter2!\"}", b"\x80{\"password\":\"[SECRET]\"}"),
        (b"a\xf0maria@example.com\xf0john@example.com", b"a\xf0[EMAIL]\xf0[EMAIL]"),
    ] {
        assert_eq!(redact(&document(from)), document(to));
        assert_eq!(redact(&document(to)), document(to));
    }
    let kept = document(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff version 1.2.3 \xfe");
    assert_eq!(redact(&kept), kept);
}

#[test]
fn fields_of_web_forms_have_pluses_for_spaces() {
    for template in [
        "id=1&full_name=«Dikobo+Pavenido»&x=2",
        "customer_name=«Ada+Lovelace»",
        "id=7&shipping_address=«12+Birch+Lane»&qty=1",
        "POST /order?first_name=«Ada»&street_address=«12+Birch+Lane»",
    ] {
        let got = redact(&template.replace(['«', '»'], ""));
        assert!(fits(template, &got), "{template}: {got}");
    }
    for text in ["full_name=first+last", "q=full_name+address&n=2", "address=a+b", "const full_name = first + last;"] {
        assert_eq!(redact(text), text);
    }
}
