//! The one table of settings: name, default and meaning.

/// One row of the table of settings.
pub struct Setting {
    /// Name of the environment variable.
    pub name: &'static str,
    /// Value when it is not set.
    pub default: &'static str,
    /// What it does, in one sentence.
    pub meaning: &'static str,
}

/// Every setting there is.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "DATABASE_URL",
        default: "sqlite://fursa.db",
        meaning: "where the data lives: sqlite://file or postgres://user@host/name",
    },
    Setting {
        name: "DATABASE_URL_FILE",
        default: "",
        meaning: "a file that holds DATABASE_URL instead, closed to all but its owner",
    },
    Setting { name: "FURSA_LISTEN", default: "127.0.0.1:8080", meaning: "address and port the server listens on" },
    Setting {
        name: "FURSA_BASE_URL",
        default: "",
        meaning: "address people use, as https://crm.example.com; https makes cookies secure",
    },
    Setting { name: "FURSA_WORKERS", default: "0", meaning: "web worker threads; 0 means one per processor" },
    Setting {
        name: "FURSA_POOL",
        default: "0",
        meaning: "database connections for reading; 0 means two per processor (8 on PostgreSQL)",
    },
    Setting {
        name: "FURSA_SQLITE_SYNC",
        default: "normal",
        meaning: "normal or full: full survives a power cut without losing the last commits, at twice the cost of a write",
    },
    Setting {
        name: "FURSA_SESSION_IDLE_HOURS",
        default: "72",
        meaning: "hours without a visit after which a sign-in ends",
    },
    Setting { name: "FURSA_SESSION_MAX_DAYS", default: "30", meaning: "days after which a sign-in ends in any case" },
    Setting {
        name: "FURSA_SESSIONS_PER_PERSON",
        default: "20",
        meaning: "sign-ins one person may have at once; the oldest ends when one more begins",
    },
    Setting {
        name: "FURSA_TRUST_PROXY",
        default: "no",
        meaning: "yes: take the visitor's address from X-Forwarded-For, set by a proxy in front",
    },
    Setting {
        name: "FURSA_SMTP_URL",
        default: "",
        meaning: "where people are sent links and told what happened: smtps://name:password@mail.example.com; without it an administrator hands links over",
    },
    Setting {
        name: "FURSA_MAIL_FROM",
        default: "",
        meaning: "who letters come from, as Fursa <crm@example.com>; needed with a mail server, and FURSA_BASE_URL too",
    },
    Setting {
        name: "FURSA_MAIL_IN",
        default: "",
        meaning: "the address answers come to and mail is dropped at, as crm@example.com; its server must take crm+anything@example.com for it",
    },
    Setting {
        name: "FURSA_IMAP_URL",
        default: "",
        meaning: "the mailbox of that address, as imaps://name:password@mail.example.com/INBOX; without it mail comes in by fursa ingest",
    },
    Setting {
        name: "FURSA_OIDC_ISSUER",
        default: "",
        meaning: "the OpenID Connect provider people may sign in through, as https://login.example.com; needs FURSA_BASE_URL",
    },
    Setting { name: "FURSA_OIDC_CLIENT_ID", default: "", meaning: "what the provider calls this installation" },
    Setting {
        name: "FURSA_OIDC_CLIENT_SECRET",
        default: "",
        meaning: "what this installation shows to the provider; or FURSA_OIDC_CLIENT_SECRET_FILE, a file that holds it, closed to all but its owner",
    },
    Setting {
        name: "FURSA_OIDC_NAME",
        default: "",
        meaning: "what people call the provider, on the button where they sign in; its host when not set",
    },
    Setting {
        name: "FURSA_CONNECTIONS",
        default: "1000",
        meaning: "connections of browsers at once; who comes later waits for one to end",
    },
    Setting {
        name: "FURSA_KEEP_ALIVE_SECONDS",
        default: "15",
        meaning: "seconds a connection is kept without a request",
    },
    Setting {
        name: "FURSA_HEAD_SECONDS",
        default: "10",
        meaning: "seconds in which the head of a request must have arrived",
    },
    Setting {
        name: "FURSA_BODY_SECONDS",
        default: "30",
        meaning: "seconds a form or a file may take to arrive, and one more for each 8 KB of it",
    },
    Setting {
        name: "FURSA_SEND_SECONDS",
        default: "30",
        meaning: "seconds a browser may take nothing of an answer before its connection is cut; on Linux, elsewhere the system decides",
    },
    Setting {
        name: "FURSA_UPLOAD_MB",
        default: "64",
        meaning: "megabytes a file may have that is sent to be imported; `fursa import` takes larger ones",
    },
    Setting {
        name: "FURSA_FILES",
        default: "",
        meaning: "the folder attached files are kept in, the same for all nodes; when not set, one beside the SQLite database (fursa-files for fursa.db)",
    },
    Setting {
        name: "FURSA_MAIL_MB",
        default: "20",
        meaning: "megabytes a mail may have with what is attached; mail servers seldom take more than 25",
    },
    Setting {
        name: "FURSA_JOB_LEASE_SECONDS",
        default: "60",
        meaning: "seconds after which another node takes up the job of one that died; the clocks of all nodes must agree far better than that",
    },
    Setting {
        name: "FURSA_SECURITY_CONTACT",
        default: "",
        meaning: "where to tell of a weakness, as mailto:security@example.com or https://…; shown as /.well-known/security.txt",
    },
    Setting { name: "FURSA_LOG", default: "info", meaning: "log filter, as tracing's EnvFilter reads it" },
    Setting { name: "FURSA_LOG_FORMAT", default: "text", meaning: "text or json" },
];
