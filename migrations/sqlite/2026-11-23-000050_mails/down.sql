DROP TABLE signatures;
DROP TABLE mail_templates;
DROP TABLE mail_files;
DROP TABLE mails;
