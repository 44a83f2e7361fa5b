//! Track S: how people write passwords and keys, in files, code, commands, prose and calls of tools.
//!
//! `{P}` is a password, `{K}` a key, `{N}` a name of a password, `{M}` a name of a key, `{U}` the name of a user. Where a form has
//! two values, both are to be removed.

use super::{
    case::{Case, escaped},
    rng::Rng,
    values::api_key,
};

/// Names of passwords, in the cases that languages and files have.
#[rustfmt::skip]
const PASSWORD_NAMES: &[&str] = &[
    "password", "passwd", "pwd", "db_password", "dbPassword", "DB_PASSWORD", "adminPassword", "root_password",
    "POSTGRES_PASSWORD", "redis-password", "smtpPassword", "MYSQL_ROOT_PASSWORD", "keystorePassword", "Password",
    "user_password", "ldap_bind_password", "proxyPassword", "sudo_pass", "DbPassword", "SMTP_PASS", "passphrase",
    "DATABASE_PASSWORD", "trustStorePassword", "basic_auth_password", "db_pass", "ADMIN_PWD",
];

/// Names of keys.
#[rustfmt::skip]
const KEY_NAMES: &[&str] = &[
    "api_key", "apiKey", "API_KEY", "client_secret", "clientSecret", "secret_key", "SECRET_KEY_BASE", "access_token",
    "accessToken", "auth_token", "JWT_SECRET", "jwtSecret", "webhookSecret", "encryption_key", "signing-key",
    "session_secret", "ApiKey", "X-API-Key", "refreshToken", "private_key", "bot_token", "deploy_token", "master-key",
    "COOKIE_SECRET", "storageAccountKey", "appSecret", "hmac_secret",
];

const USERS: &[&str] = &["app", "admin", "root", "svc-orders", "ann", "deploy", "postgres", "reporting"];

/// Groups and forms.
#[rustfmt::skip]
pub const FORMS: &[(&str, &str)] = &[
    // Files of settings
    ("dotenv", "NODE_ENV=production\n{N}={P}\nPORT=8080"),
    ("dotenv", "export {M}='{K}' # rotated in may"),
    ("dotenv", "APP_NAME=shop\nDB_USERNAME=shop\nDB_PASSWORD=\"{P}\"\n"),
    ("compose", "services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_USER: app\n      POSTGRES_PASSWORD: {P}\n"),
    ("compose", "    environment:\n      - MYSQL_DATABASE=shop\n      - MYSQL_PASSWORD={P}\n      - TZ=UTC\n"),
    ("compose", "    command: redis-server --requirepass {P} --appendonly yes\n"),
    ("compose", "    command: [\"redis-server\", \"--requirepass\", \"{P}\"]\n"),
    ("k8s", "apiVersion: v1\nkind: Secret\nstringData:\n  username: app\n  password: {P}\n"),
    ("k8s", "kind: Secret\nmetadata:\n  name: api\ntype: Opaque\nstringData:\n  {M}: \"{K}\"\n"),
    ("k8s", "        env:\n        - name: {N}\n          value: \"{P}\"\n        - name: LOG_LEVEL\n          value: info\n"),
    ("k8s", "        - name: {M}\n          value: {K}\n"),
    ("k8s", "kubectl create secret generic db --from-literal=username=app --from-literal=password={P}"),
    ("k8s", "kubectl create secret docker-registry reg --docker-username={U} --docker-password={P}"),
    ("helm", "postgresql:\n  auth:\n    username: app\n    postgresPassword: {P}\n    database: app\n"),
    ("helm", "helm upgrade --install app ./chart --set auth.password={P} --set image.tag=v1.2.3"),
    ("helm", "grafana:\n  adminUser: admin\n  adminPassword: '{P}'\n"),
    ("terraform", "variable \"db_password\" {\n  type      = string\n  sensitive = true\n  default   = \"{P}\"\n}\n"),
    ("terraform", "variable \"api_key\" {\n  default = \"{K}\"\n}\n"),
    ("terraform", "resource \"aws_db_instance\" \"main\" {\n  username = \"app\"\n  password = \"{P}\"\n}\n"),
    ("terraform", "region      = \"eu-west-1\"\ndb_password = \"{P}\"\n"),
    ("terraform", "terraform apply -var 'db_password={P}' -auto-approve"),
    ("ansible", "- hosts: db\n  vars:\n    ansible_user: deploy\n    ansible_password: {P}\n"),
    ("ansible", "web1 ansible_host=10.0.0.5 ansible_user=deploy ansible_ssh_pass={P}\n"),
    ("ansible", "  - name: create user\n    mysql_user: name=app password={P} priv=*.*:ALL state=present\n"),
    ("ansible", "ansible_become_pass: \"{P}\"\n"),
    ("actions", "    env:\n      {M}: {K}\n    steps:\n      - run: make\n"),
    ("actions", "      - run: docker login -u {U} -p {P} registry.example.com\n"),
    ("appsettings", "{\"ConnectionStrings\": {\"Default\": \"Server=db;Database=app;User Id=sa;Password={P};TrustServerCertificate=true\"}}"),
    ("appsettings", "{\"Jwt\": {\"Issuer\": \"app\", \"Key\": \"{K}\"}, \"AllowedHosts\": \"*\"}"),
    ("appsettings", "{\"Smtp\": {\"Host\": \"mail\", \"User\": \"app\", \"Pass\": \"{P}\"}}"),
    ("web.config", "<appSettings>\n  <add key=\"DbPassword\" value=\"{P}\"/>\n</appSettings>"),
    ("web.config", "<add key=\"ApiKey\" value=\"{K}\" />"),
    ("web.config", "<add name=\"Main\" connectionString=\"Data Source=db1;Initial Catalog=app;User ID=sa;Password={P}\" />"),
    ("web.config", "<user username=\"admin\" password=\"{P}\" roles=\"manager-gui\"/>"),
    ("web.config", "<property name=\"password\" value=\"{P}\"/>"),
    ("web.config", "<property name=\"hibernate.connection.password\">{P}</property>"),
    ("spring", "spring.datasource.username=app\nspring.datasource.password={P}\nserver.port=8080\n"),
    ("spring", "spring:\n  mail:\n    username: app\n    password: {P}\n"),
    ("spring", "server.ssl.key-store-password={P}\n"),
    ("spring", "app.jwt.secret={K}\n"),
    ("rc file", "db.example.com:5432:app:{U}:{P}\n"),
    ("rc file", "[client]\nuser = {U}\npassword = {P}\nhost = localhost\n"),
    ("rc file", "machine api.example.com\n  login {U}\n  password {P}\n"),
    ("rc file", "machine git.example.com login {U} password {P}\n"),
    ("rc file", "[default]\naws_access_key_id = none\naws_secret_access_key = {A}\n"),
    ("rc file", "//registry.npmjs.org/:_authToken={K}\nalways-auth=true\n"),
    ("rc file", "//npm.example.com/:_password=\"{K}\"\n"),
    ("rc file", "[global]\nindex-url = https://{U}:{P}@pypi.example.com/simple\n"),
    ("rc file", "[pypi]\nusername = __token__\npassword = {K}\n"),
    ("rc file", "[smtp]\nhost=mail\nuser={U}\npass={P}\n"),
    ("maven", "<server>\n  <id>nexus</id>\n  <username>deploy</username>\n  <password>{P}</password>\n</server>"),
    ("gradle", "    credentials {\n        username = 'deploy'\n        password = '{P}'\n    }\n"),
    ("gradle", "    signingConfigs {\n        release {\n            storePassword \"{P}\"\n            keyAlias \"app\"\n        }\n    }\n"),
    ("gradle", "            keyPassword '{P}'\n            keyAlias 'app'\n"),
    ("gradle", "nexusUsername=deploy\nnexusPassword={P}\n"),
    ("php", "define('DB_NAME', 'wp');\ndefine('DB_PASSWORD', '{P}');\n"),
    ("php", "define( \"AUTH_KEY\", \"{K}\" );"),
    ("php", "define('SECURE_AUTH_SALT', '{K}');"),
    ("php", "$db = new PDO('mysql:host=db;dbname=app', '{U}', '{P}');"),
    ("php", "$conn = mysqli_connect('localhost', '{U}', '{P}', 'shop');"),
    ("php", "$config['db_password'] = '{P}';"),
    ("php", "    'password' => '{P}',\n    'charset' => 'utf8mb4',\n"),
    ("php", "    'api_key' => env('API_KEY', '{K}'),\n"),
    ("django", "SECRET_KEY = 'django-insecure-{K}'\nDEBUG = True\n"),
    ("django", "DATABASES = {'default': {'ENGINE': 'django.db.backends.mysql', 'USER': 'app', 'PASSWORD': '{P}'}}"),
    ("django", "EMAIL_HOST_PASSWORD = '{P}'\n"),
    ("rails", "production:\n  secret_key_base: {K}\n"),
    ("rails", "aws:\n  access_key_id: none\n  secret_access_key: {A}\n"),
    ("rails", "  config.secret_key = '{K}'\n"),
    ("rails", "  password: <%= ENV.fetch('DB_PASSWORD', '{P}') %>\n"),
    ("ruby", "client = Mysql2::Client.new(host: 'db', username: '{U}', password: '{P}')"),
    ("ruby", "Stripe.api_key = '{K}'"),
    ("ruby", "ENV['{N}'] ||= '{P}'"),
    ("ruby", "{ :user => 'app', :password => '{P}' }"),
    // Code
    ("java", "props.setProperty(\"password\", \"{P}\");"),
    ("java", "dataSource.setPassword(\"{P}\");"),
    ("java", "config.setApiKey(\"{K}\");"),
    ("java", "Connection c = DriverManager.getConnection(\"jdbc:postgresql://db/app\", \"{U}\", \"{P}\");"),
    ("java", "private static final String DB_PASSWORD = \"{P}\";"),
    ("java", "System.setProperty(\"javax.net.ssl.keyStorePassword\", \"{P}\");"),
    ("java", "Client.builder().username(\"app\").password(\"{P}\").build()"),
    ("java", "Client.builder().withApiKey(\"{K}\").build();"),
    ("java", "new PasswordAuthentication(\"{U}\", \"{P}\".toCharArray())"),
    ("java", "@Value(\"${db.password:{P}}\") String p;"),
    ("java", "char[] password = \"{P}\".toCharArray();"),
    ("java", "map.put(\"client_secret\", \"{K}\");"),
    ("csharp", "var credential = new NetworkCredential(\"{U}\", \"{P}\");"),
    ("csharp", "options.ClientSecret = \"{K}\";"),
    ("csharp", "private const string ApiKey = \"{K}\";"),
    ("csharp", "var s = new Settings { User = \"app\", Password = \"{P}\" };"),
    ("csharp", "client.DefaultRequestHeaders.Add(\"X-Api-Key\", \"{K}\");"),
    ("csharp", "string password = @\"{P}\";"),
    ("go", "const dbPassword = \"{P}\""),
    ("go", "req.SetBasicAuth(\"{U}\", \"{P}\")"),
    ("go", "req.Header.Set(\"X-Api-Key\", \"{K}\")"),
    ("go", "rdb := redis.NewClient(&redis.Options{Addr: \"localhost:6379\", Password: \"{P}\", DB: 0})"),
    ("go", "os.Setenv(\"{M}\", \"{K}\")"),
    ("go", "password := \"{P}\"\n"),
    ("go", "flag.String(\"password\", \"{P}\", \"database password\")"),
    ("go", "dsn := \"{U}:{P}@tcp(127.0.0.1:3306)/app?parseTime=true\""),
    ("go", "var jwtKey = []byte(\"{K}\")"),
    ("python", "conn = psycopg2.connect(host=\"db\", dbname=\"app\", user=\"app\", password=\"{P}\")"),
    ("python", "os.environ[\"{M}\"] = \"{K}\""),
    ("python", "os.environ.setdefault('{N}', '{P}')"),
    ("python", "password = os.getenv(\"DB_PASSWORD\", \"{P}\")"),
    ("python", "API_KEY = os.environ.get('API_KEY', '{K}')"),
    ("python", "requests.get(url, auth=(\"{U}\", \"{P}\"), timeout=3)"),
    ("python", "r = requests.post(url, auth=HTTPBasicAuth('{U}', '{P}'))"),
    ("python", "server.login(\"{U}@example.com\", \"{P}\")"),
    ("python", "ssh.connect('web1', username='{U}', password='{P}')"),
    ("python", "headers = {\"X-API-Key\": \"{K}\", \"Accept\": \"application/json\"}"),
    ("python", "headers={'Authorization': 'Token {K}'}"),
    ("python", "headers = {'Authorization': f'Bearer {K}'}"),
    ("python", "self.password = \"{P}\""),
    ("python", "def connect(host, password=\"{P}\", port=5432):"),
    ("python", "password: str = \"{P}\""),
    ("python", "api_key: Optional[str] = '{K}'"),
    ("python", "user.set_password('{P}')"),
    ("python", "User.objects.create_user('{U}', 'x@example.com', '{P}')"),
    ("python", "assert response.json() == {'token': '{K}'}"),
    ("python", "parser.add_argument('--password', default='{P}')"),
    ("python", "app.config['SECRET_KEY'] = '{K}'"),
    ("python", "creds = dict(username='{U}', password='{P}')"),
    ("js", "const client = new Client({ user: 'app', password: '{P}', port: 5432 });"),
    ("js", "process.env.{M} = '{K}';"),
    ("js", "const secret = process.env.JWT_SECRET || '{K}';"),
    ("js", "const password = process.env.DB_PASSWORD ?? \"{P}\";"),
    ("js", "jwt.sign({ id: 1 }, '{K}', { expiresIn: '1h' });"),
    ("js", "app.use(session({ secret: '{K}', resave: false }));"),
    ("js", "axios.post(url, { username: '{U}', password: `{P}` })"),
    ("js", "await page.fill('#password', '{P}');"),
    ("js", "await page.type('input[name=\"password\"]', '{P}');"),
    ("js", "cy.get('[name=password]').type('{P}')"),
    ("js", "headers: { 'x-api-key': '{K}' }"),
    ("js", "headers.set('x-api-key', '{K}');"),
    ("js", "let apiKey: string = \"{K}\";"),
    ("js", "localStorage.setItem('accessToken', '{K}');"),
    ("js", "mongoose.connect('mongodb://{U}:{P}@localhost:27017/app')"),
    ("rust", "let password = \"{P}\".to_string();"),
    ("rust", "const API_KEY: &str = \"{K}\";"),
    ("rust", "Config { password: \"{P}\".into(), ..Default::default() }"),
    ("rust", "client.basic_auth(\"{U}\", Some(\"{P}\"))"),
    ("rust", ".password(\"{P}\")\n"),
    ("kotlin", "val password = \"{P}\""),
    ("kotlin", "val apiKey: String = \"{K}\""),
    ("swift", "let apiKey = \"{K}\""),
    ("c", "#define WIFI_PASSWORD \"{P}\""),
    ("c", "const char* password = \"{P}\";"),
    ("c", "static const char *api_key = \"{K}\";"),
    ("c", "WiFi.begin(\"office\", \"{P}\");"),
    // SQL
    ("sql", "CREATE USER 'app'@'%' IDENTIFIED BY '{P}';"),
    ("sql", "CREATE USER app WITH PASSWORD '{P}';"),
    ("sql", "ALTER ROLE app WITH LOGIN ENCRYPTED PASSWORD '{P}';"),
    ("sql", "ALTER USER 'root'@'localhost' IDENTIFIED WITH mysql_native_password BY '{P}';"),
    ("sql", "GRANT ALL ON shop.* TO 'app'@'%' IDENTIFIED BY \"{P}\";"),
    ("sql", "CREATE LOGIN app WITH PASSWORD = N'{P}', CHECK_POLICY = OFF;"),
    ("sql", "SET PASSWORD FOR 'app'@'%' = PASSWORD('{P}');"),
    ("sql", "CREATE USER app IDENTIFIED BY {P} DEFAULT TABLESPACE users;"),
    ("sql", "UPDATE users SET password = '{P}' WHERE id = 1;"),
    ("sql", "INSERT INTO users (username, password) VALUES ('{U}', '{P}');"),
    ("sql", "SELECT * FROM users WHERE username = 'ann' AND password = '{P}'"),
    ("sql", "db.createUser({ user: 'app', pwd: '{P}', roles: ['readWrite'] })"),
    ("sql", "db.auth('{U}', '{P}')"),
    // Commands
    ("shell", "mysql -h db1 -u {U} -p{P} shop < dump.sql"),
    ("shell", "mysqldump -u {U} -p'{P}' shop > dump.sql"),
    ("shell", "mysql --user={U} --password={P} -e 'select 1'"),
    ("shell", "PGPASSWORD={P} psql -h db1 -U {U} app"),
    ("shell", "PGPASSWORD='{P}' pg_dump -h db1 app"),
    ("shell", "curl -u {U}:{P} https://api.example.com/v1/items"),
    ("shell", "curl -s --user \"{U}:{P}\" https://api.example.com"),
    ("shell", "curl -H \"X-API-Key: {K}\" https://api.example.com"),
    ("shell", "curl -H 'Authorization: ApiKey {K}' https://es:9200/_search"),
    ("shell", "sshpass -p {P} ssh deploy@web1"),
    ("shell", "sshpass -p '{P}' scp a.txt deploy@web1:/tmp"),
    ("shell", "redis-cli -h cache -a {P} PING"),
    ("shell", "redis-cli -h cache --pass {P} INFO"),
    ("shell", "AUTH {P}\nOK\n"),
    ("shell", "net user {U} {P} /add"),
    ("shell", "net use Z: \\\\files\\share /user:{U} {P}"),
    ("shell", "docker login -u {U} -p {P} registry.example.com"),
    ("shell", "echo {P} | docker login -u {U} --password-stdin"),
    ("shell", "echo '{P}' | sudo -S apt-get update"),
    ("shell", "openssl rsa -in key.pem -passin pass:{P} -out plain.pem"),
    ("shell", "openssl enc -aes-256-cbc -salt -in a -out b -k {P}"),
    ("shell", "openssl pkcs12 -export -in c.pem -password pass:{P}"),
    ("shell", "keytool -genkey -alias app -storepass {P} -keypass {P}"),
    ("shell", "zip -P {P} out.zip a.txt"),
    ("shell", "7z a -p{P} out.7z a.txt"),
    ("shell", "gpg --batch --passphrase {P} -c a.txt"),
    ("shell", "mongosh -u {U} -p {P} --authenticationDatabase admin"),
    ("shell", "mongo admin --username {U} --password '{P}'"),
    ("shell", "ldapsearch -x -D cn=admin,dc=example,dc=org -w {P} -b dc=example"),
    ("shell", "smbclient //files/share -U {U}%{P}"),
    ("shell", "wget --user={U} --password={P} https://files.example.com/a"),
    ("shell", "http -a {U}:{P} https://api.example.com"),
    ("shell", "sqlcmd -S db1 -U sa -P {P} -Q 'select 1'"),
    ("shell", "sqlplus {U}/{P}@//db1:1521/orcl"),
    ("shell", "echo \"{U}:{P}\" | chpasswd"),
    ("shell", "htpasswd -bc .htpasswd {U} {P}"),
    ("shell", "az login -u {U}@example.com -p {P}"),
    ("shell", "aws configure set aws_secret_access_key {A}"),
    ("shell", "git clone https://{U}:{P}@git.example.com/a/b.git"),
    ("shell", "export VAULT_TOKEN={K}; vault status"),
    ("shell", "npm config set //registry.npmjs.org/:_authToken {K}"),
    ("shell", "rabbitmqctl add_user {U} {P}"),
    ("shell", "cli login --username {U} --password {P} --json"),
    ("shell", "cli --api-key {K} list"),
    ("shell", "cli --token={K} list"),
    ("powershell", "$password = ConvertTo-SecureString \"{P}\" -AsPlainText -Force"),
    ("powershell", "$env:{M} = \"{K}\""),
    ("powershell", "New-LocalUser -Name app -Password (ConvertTo-SecureString '{P}' -AsPlainText -Force)"),
    ("powershell", "Connect-Thing -UserName app -Password '{P}' -Server web1"),
    ("dockerfile", "FROM node:20\nENV {M}={K}\nRUN npm ci\n"),
    ("dockerfile", "ENV {N} {P}\n"),
    ("dockerfile", "ARG {M}={K}\n"),
    ("dockerfile", "docker run -e POSTGRES_PASSWORD={P} -p 5432:5432 postgres"),
    // Prose
    ("markdown", "| user | password |\n|---|---|\n| {U} | {P} |\n"),
    ("markdown", "| Name | Value |\n|---|---|\n| API key | `{K}` |\n| Region | eu |\n"),
    ("markdown", "- Username: {U}\n- Password: {P}\n"),
    ("markdown", "* **API key:** {K}\n* **Region:** eu\n"),
    ("markdown", "**Password**: `{P}`\n"),
    ("markdown", "Password:\n```\n{P}\n```\n"),
    ("chat", "the password is {P}, please change it after login"),
    ("chat", "My password is \"{P}\" and I cannot log in."),
    ("chat", "Please use {P} as the password."),
    ("chat", "use `{P}` as password for the staging box"),
    ("chat", "pw: {P}"),
    ("chat", "user: {U} pw: {P}"),
    ("chat", "login {U} / {P}"),
    ("chat", "credentials: {U}/{P}"),
    ("chat", "Credentials: {U} / {P} (staging only)"),
    ("chat", "creds are {U}:{P}"),
    ("chat", "log in as {U} with password {P}"),
    ("chat", "sign in with user {U} and password {P}."),
    ("chat", "the api key is {K}"),
    ("chat", "here is my API key: {K}"),
    ("chat", "My API token is {K}, use it."),
    ("chat", "I set the secret to {K} yesterday"),
    ("chat", "use this key {K} for the API"),
    ("chat", "The Wi-Fi password is {P}."),
    ("chat", "wifi pass: {P}"),
    ("chat", "new password: {P}\nold password: {P}"),
    ("chat", "Your temporary password is: {P}"),
    ("chat", "The password for {U} was changed to {P}"),
    ("chat", "Set the root password to '{P}' and reboot."),
    ("chat", "pass = {P}"),
    ("chat", "Username {U}, password {P}"),
    ("chat", "It works with the secret key \"{K}\"."),
    // Calls of tools
    ("tool call", "{\"name\": \"login\", \"arguments\": {\"username\": \"app\", \"password\": \"{P}\"}}"),
    ("tool call", "{\"name\": \"http\", \"arguments\": {\"url\": \"https://api.example.com\", \"headers\": {\"{M}\": \"{K}\"}}}"),
    ("tool call", "{\"args\": {\"db\": {\"connection\": {\"{N}\": \"{P}\"}}}}"),
    ("tool call", "{\"config\": {\"credentials\": {\"user\": \"app\", \"pass\": \"{P}\"}}}"),
    ("tool call", "{\"arguments\": \"{\\\"user\\\": \\\"app\\\", \\\"password\\\": \\\"{P}\\\"}\"}"),
    ("tool call", "{\"arguments\": \"{\\\"{M}\\\": \\\"{K}\\\"}\"}"),
    ("tool call", "{\"name\": \"type_text\", \"arguments\": {\"field\": \"password\", \"text\": \"{P}\"}}"),
    ("tool call", "{\"env\": [{\"name\": \"DB_PASSWORD\", \"value\": \"{P}\"}, {\"name\": \"PORT\", \"value\": \"80\"}]}"),
    ("tool call", "{\"secrets\": {\"stripe\": \"{K}\"}}"),
    ("tool call", "{\"headers\": [[\"x-api-key\", \"{K}\"], [\"accept\", \"*/*\"]]}"),
    ("tool call", "{\"key\": \"api_key\", \"value\": \"{K}\"}"),
    ("tool call", "{\"command\": \"mysql -u app -p{P} shop\"}"),
    ("tool call", "connect(host='db', user='app', {N}='{P}')"),
    ("tool call", "Action: login\nAction Input: {'user': 'app', 'password': '{P}'}"),
    // The wire
    ("query", "GET /api?api_key={K}&limit=3 HTTP/1.1"),
    ("query", "https://example.com/reset?user=ann&password={P}"),
    ("query", "wss://stream.example.com/?token={K}"),
    ("query", "https://example.com/cb#access_token={K}&token_type=bearer"),
    ("header", "POST /v1 HTTP/1.1\nHost: example.com\nX-Auth-Token: {K}\nAccept: */*\n"),
    ("header", "Authorization: Bearer {K}\n"),
    ("header", "authorization: token {K}\n"),
    ("header", "Api-Key: {K}\r\nContent-Type: application/json\r\n"),
    ("header", "Ocp-Apim-Subscription-Key: {K}\n"),
    ("header", "Cookie: theme=dark; sessionid={K}\n"),
    ("header", "[('x-api-key', '{K}'), ('accept', '*/*')]"),
    ("header", "Proxy-Authorization: Basic {B}\n"),
    ("form", "grant_type=password&username={U}&password={P}&scope=all"),
    ("form", "grant_type=client_credentials&client_id=app&client_secret={K}"),
    ("form", "Content-Disposition: form-data; name=\"password\"\r\n\r\n{P}\r\n--x"),
    ("log", "2026-03-01 10:22:11 DEBUG auth user={U} password={P} ok"),
    ("log", "time=2026-03-01T10:22:11Z level=info msg=\"login\" api_key={K}"),
    ("log", "[config] dbPassword -> {P}"),
    ("log", "Connecting to db1 as app with password '{P}'"),
    ("log", "Access denied: Using password={P}"),
    ("log", "Settings(host='db', {N}='{P}', port=5432)"),
    ("log", "Config{host=db, password={P}, port=5432}"),
    ("log", "+ export {M}={K}"),
    ("log", "INFO generated admin password: {P}"),
    ("log", "A temporary password is generated for root@localhost: {P}"),
    ("log", "Initial root password: {P}"),
    ("connection", "jdbc:mysql://db1:3306/app?user={U}&password={P}&useSSL=true"),
    ("connection", "jdbc:sqlserver://db1:1433;databaseName=app;user=sa;password={P};encrypt=true"),
    ("connection", "Driver={ODBC Driver 18 for SQL Server};Server=db1;Uid=app;Pwd={P};"),
    ("connection", "amqp://{U}:{P}@mq.example.com:5672/vhost"),
    ("connection", "redis://:{P}@cache.example.com:6379/0"),
    ("connection", "mongodb+srv://{U}:{P}@cluster0.example.net/app?retryWrites=true"),
    ("connection", "postgresql+psycopg2://{U}:{P}@db1:5432/app"),
    ("connection", "DefaultEndpointsProtocol=https;AccountName=app;AccountKey={K};EndpointSuffix=core.windows.net"),
    ("connection", "Endpoint=sb://app.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey={K}"),
    ("connection", "cache.example.com:6380,password={P},ssl=True,abortConnect=False"),
    ("connection", "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"{U}\" password=\"{P}\";"),
    ("connection", "host=db1 port=5432 dbname=app user=app password='{P}' sslmode=require"),
    // Other languages
    ("languages", "Passwort: {P}\nBenutzer: app\n"),
    ("languages", "Das Passwort lautet {P}."),
    ("languages", "Mein Kennwort ist {P}"),
    ("languages", "contraseña: {P}"),
    ("languages", "La contraseña es {P}"),
    ("languages", "mot de passe : {P}"),
    ("languages", "Le mot de passe est {P}"),
    ("languages", "senha={P}"),
    ("languages", "A senha é {P}"),
    ("languages", "пароль: {P}"),
    ("languages", "Пароль — {P}"),
    ("languages", "hasło: {P}"),
    ("languages", "wachtwoord: {P}"),
    ("languages", "密码：{P}"),
    ("languages", "密码是{P}"),
    ("languages", "パスワードは{P}です"),
    ("languages", "パスワード: {P}"),
    ("languages", "비밀번호: {P}"),
    ("languages", "şifre: {P}"),
    ("languages", "{\"senha\": \"{P}\", \"usuario\": \"app\"}"),
];

const WORDS: &[&str] = &[
    "winter", "dragon", "sunshine", "Falcon", "orchid", "Berlin", "pepper", "Mustang", "coffee", "thunder", "Lisbon",
    "purple", "rocket", "Biscuit", "garden", "Phoenix",
];

/// A password as people choose and generators make them; without what a carrier would have to escape.
fn password(r: &mut Rng) -> String {
    let (a, b, c) = (r.word(WORDS), r.word(WORDS), r.word(WORDS));
    match r.below(9) {
        0 => format!("{a}{}", r.range(1980, 2026)),
        1 => format!("{}{}!", super::values::capital(a), r.range(1, 999)),
        2 => format!("{a}-{b}-{c}-{}", r.range(1, 99)),
        3 => r.text("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789", 12) + "7x",
        4 => r.text("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789!*_-.~", 15) + "4K",
        5 => a.replace('e', "3").replace('o', "0").replace('i', "1") + &r.digits(2) + "!",
        6 => format!("{}_{}", super::values::capital(a), r.digits(4)),
        7 => format!("{}{}{}", super::values::capital(a), super::values::capital(b), r.digits(2)),
        _ => r.token("{h24}"),
    }
}

/// Each form `n` times; a group is a kind of forms, or each form is its own.
pub fn cases(r: &mut Rng, n: usize, by_form: bool) -> Vec<Case> {
    let mut cases = Vec::new();
    for (group, form) in FORMS {
        cases.extend((0..n).map(|_| fill(r, if by_form { form } else { group }, form)));
    }
    cases
}

fn fill(r: &mut Rng, group: &'static str, form: &str) -> Case {
    let json = form.starts_with("{\"");
    let mut case = Case { json, ..Case::new(group) };
    let mut rest = form;
    while let Some(i) = rest.find('{') {
        let Some(letter) = rest.get(i + 1..i + 3).filter(|s| s.ends_with('}')).and_then(|s| s.chars().next()) else {
            case = case.text(&rest[..=i]);
            rest = &rest[i + 1..];
            continue;
        };
        case = case.text(&rest[..i]);
        let value = match letter {
            'P' => password(r),
            'K' => api_key(r),
            'A' => r.token("{a40}"),
            'B' => super::checks::base64(format!("app:{}", password(r)).as_bytes(), false),
            _ => {
                let names = [PASSWORD_NAMES, KEY_NAMES, USERS]["NMU".find(letter).unwrap_or(0)];
                case = case.text(r.word(names));
                rest = &rest[i + 3..];
                continue;
            }
        };
        case = case.value("SECRET", &if json { escaped(&value) } else { value });
        rest = &rest[i + 3..];
    }
    case.text(rest)
}

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
        "RSA PRIVATE KEY",
        "EC PRIVATE KEY",
        "PRIVATE KEY",
        "OPENSSH PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
        "DSA PRIVATE KEY",
        "PGP PRIVATE KEY BLOCK",
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
        let encoded = super::checks::base64(pem(r, "\n").as_bytes(), false);
        cases.push(case("kubeconfig").text("users:\n- user:\n    client-key-data: ").value(key, &encoded).text("\n"));
        let encoded = super::checks::base64(pem(r, "\n").as_bytes(), false);
        cases.push(case("k8s").text("data:\n  tls.key: ").value(key, &encoded).text("\nkind: Secret\n"));
        let lines = lines(r, 9, "\n");
        let mac = r.token("{h40}");
        cases.push(
            case("PuTTY")
                .text("PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: a\nPrivate-Lines: 10\n")
                .value(key, &lines)
                .text(&format!("\nPrivate-MAC: {mac}\n")),
        );
        let auth = super::checks::base64(format!("app:{}", password(r)).as_bytes(), false);
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

/// Forms of vendors' secrets that nothing around them names, from the vendors' documentation and public rule sets (formats only).
#[rustfmt::skip]
const BARE: &[&str] = &[
    "AAAA{b7}:APA91b{b134}", "IQoJb3JpZ2luX2Vj{a320}", "FwoGZXIvYXdzE{a300}", "ABSK{a127}=", "EAACEdEose0cBA{a180}",
    "ya29.a0{b150}", "1//0{b60}", "0.A{b40}.{b500}", "1.A{b60}.{b400}", "00D{a15}!{b96}", "ATATT3xFfGF0{b171}={u8}",
    "AKCp{a69}", "hvb.{b140}", "HRKU-AA{b58}", "AAAAAAAAAAAAAAAAAAAAA{a30}%3D{a50}", "access_token$production${l16}${h32}",
    "xoxe.xoxp-1-{b160}", "xoxe-1-{b140}", "xapp-1-A{u10}-{d13}-{h64}", "v1.0-{h24}-{h146}", "glc_eyJvIjoi{b80}",
    "sb_secret_{b31}", "fm2_lJPEC{b500}", "fo1_{b43}", "pul-{h40}", "oy2{l43}", "rubygems_{h48}", "cio{a32}",
    "{a14}.atlasv1.{b60}", "dt0c01.{u24}.{u64}", "LTAI{a20}", "AKID{a32}", "t1.9eu{b80}.{b86}", "AQVN{b36}",
    "ico-{a32}", "ops_eyJzaWduSW5BZGRyZXNz{a300}", "xkeysib-{h64}-{a16}", "tfp_{b44}_{a14}", "xai-{a80}",
    "sk-lf-{h8}-{h4}-{h4}-{h4}-{h12}", "pcsk_{a6}_{a63}", "tskey-auth-{a13}CNTRL-{a32}", "bkua_{h40}",
    "CCIPAT_{a22}_{h40}", "phx_{a43}", "re_{a8}_{a24}", "tvly-dev-{a32}", "tvly-{a32}", "apify_api_{a36}", "fc-{h32}",
    "nvapi-{b64}", "fw_{a24}", "tgp_v1_{b43}", "pa-{b43}", "jina_{h32}{a28}", "e2b_{h40}", "csk-{l48}", "sk-or-v1-{h64}",
    "lsv2_pt_{h32}_{h10}", "lsv2_sk_{h32}_{h10}", "bb_live_{b27}", "llx-{a48}", "napi_{l64}", "rnd_{a32}",
    "sk-ant-admin01-{b93}AA", "sk-svcacct-{b74}T3BlbkFJ{b74}", "sk-admin-{b74}T3BlbkFJ{b74}", "github_pat_{a22}_{a59}",
    "ghu_{a36}", "ghr_{a36}", "gldt-{b20}", "glrt-{b20}", "glcbt-{h2}_{b20}", "glptt-{h40}", "gloas-{h64}",
    "GR1348941{b20}", "sgp_{h16}_{h40}", "sgp_{h40}", "SG.{b22}.{b43}", "key-{h32}", "pubkey-{h32}", "AC{h32}",
    "secret-live-{b36}=", "secret-test-{b36}=", "dckr_pat_{b27}", "dckr_oat_{b32}", "dop_v1_{h64}", "doo_v1_{h64}",
    "dor_v1_{h64}", "EZAK{a54}", "CFPAT-{b43}", "figd_{b40}", "flwseck_test-{h32}-X", "FLWSECK-{h32}-X",
    "PMAK-{h24}-{h34}", "rdme_{l70}", "shpat_{h32}", "shpss_{h32}", "sntryu_{h64}",
    "sq0csp-{b43}", "EAAA{b60}", "squ_{h40}", "sqp_{h40}", "sqa_{h40}", "snyk_uat_{h8}.{b40}", 
    "wandb_v1_{b80}", "zpka_{h32}_{h8}", "waka_{h8}-{h4}-4{h3}-a{h3}-{h12}", "vercel_blob_rw_{a16}_{a30}",
    "vcp_{a56}", "sbp_{h40}", "rpa_{u43}", "r8_{a37}", "hf_{a34}", "api_org_{a34}", "gsk_{a52}", "nfp_{a36}", "npm_{a36}",
    "ntn_{d11}{a35}", "secret_{a43}", "lin_api_{a40}", "lin_oauth_{h64}", "pscale_pw_{b43}", "pscale_oauth_{b43}",
    "ATCTT3xFfG{b170}={u8}", "ATBB{a32}", "ATSTT3xFfG{b170}={u8}", "pat{a14}.{h64}", "pat-na1-{h8}-{h4}-{h4}-{h4}-{h12}",
    "AGE-SECRET-KEY-1QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", "bot{d10}:AA{b33}",
    "sk_live_{a99}", "rk_live_{a99}", "whsec_{a32}", "ASIA{u16}", "AIza{b35}", "GOCSPX-{b28}",
    "https://discord.com/api/webhooks/{d18}/{b68}", "https://hooks.slack.com/services/T{u8}/B{u8}/{a24}",
    "https://acme.webhook.office.com/webhookb2/{h8}-{h4}-{h4}-{h4}-{h12}@{h8}-{h4}-{h4}-{h4}-{h12}/IncomingWebhook/{h32}/{h8}-{h4}-{h4}-{h4}-{h12}",
    "https://prod-12.westus.logic.azure.com:443/workflows/{h32}/triggers/manual/paths/invoke?api-version=2016-06-01&sp=x&sv=1.0&sig={b43}",
];

/// Each of the bare forms `n` times, in a sentence.
pub fn bare(r: &mut Rng, n: usize) -> Vec<Case> {
    let mut cases = Vec::new();
    for form in BARE {
        for _ in 0..n {
            let value = r.token(form);
            cases.push(Case::new(form).text("it returned ").value("SECRET", &value).text(" and went on"));
        }
    }
    cases
}
