/// The command line of `yunhe`.
#include <cstdio>
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>

#include "app/certificate_verify.hpp"
#include "app/documents.hpp"
#include "app/export_verify.hpp"
#include "app/ledger_verify.hpp"
#include "app/meter_log.hpp"
#include "app/replay.hpp"
#include "app/serve.hpp"
#include "billing/money_cli.hpp"

namespace {

using namespace yunhe;

/// Options that `serve`, `migrate` and the offline commands share.
void add_data_options(CLI::App& command, app::ServeOptions& options) {
    command.add_option("--data", options.data_folder, "data folder, made if absent")->required();
    command.add_option(
        "--database", options.database_url,
        "mysql://user@host:port/name or mysql://user@localhost/name?socket=FILE; default: an own "
        "mariadbd in the data folder; the password is read from YUNHE_DATABASE_PASSWORD");
    command.add_option("--user", options.user, "system user to run as (only root can change)");
}

void add_serve(CLI::App& cli, app::ServeOptions& options, int& exit_code) {
    auto* command = cli.add_subcommand("serve", "run the server");
    add_data_options(*command, options);
    command->add_option("--listen", options.listen, "address:port")->capture_default_str();
    command->add_option("--threads", options.threads, "worker threads")->check(CLI::Range(1, 256));
    command->add_option("--webhook-address", options.webhook_addresses,
                        "address that webhooks may call though it isn't public; may be repeated");
    command->add_option("--public-url", options.public_url,
                        "address of the console for QR codes, https://data.example.cn; default: "
                        "the one that a request was sent to");
    command->set_config("--config", "", "file with these options; an unknown key stops the start");
    command->allow_config_extras(false);
    command->callback([&] { exit_code = app::serve(options); });
}

void add_replay(CLI::App& cli, app::ReplayOptions& options, int& exit_code) {
    auto* command = cli.add_subcommand("replay", "play a case folder through the API of a server");
    command->add_option("case", options.case_folder, "case folder")
        ->required()
        ->check(CLI::ExistingDirectory);
    command->add_option("--server", options.server, "base URL")->required();
    command->add_option("--admin-password-file", options.admin_password_file,
                        "file with the platform administrator's password")->required();
    command->add_option("--slug", options.slug,
                        "name of the tenant; default: the one in tenant.json");
    command->add_option("--out", options.out_folder, "folder for the four result files");
    command->add_option("--password-file", options.password_file,
                        "made (0600) when absent, read when present");
    command->add_flag("--json", options.json, "machine-readable summary on stdout");
    command->callback([&] { exit_code = app::replay(options); });
}

void add_meter_log(CLI::App& cli, app::MeterLogOptions& options, int& exit_code) {
    auto* command =
        cli.add_subcommand("meter-log", "turn a gateway's access log into usage events");
    command->add_option("log", options.log, "the log (docs/gateway.md)")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_option("--mapping", options.mapping, "JSON file: which lines are what use")
        ->required();
    command->add_option("--server", options.server, "base URL to send the events to");
    command->add_option("--key-file", options.key_file, "file with an API key for events:write");
    command->add_option("--out", options.out, "or a file to which the events are added");
    command->add_option("--offset-file", options.offset_file,
                        "how far the log was read; default: LOG.offset");
    command->add_option("--bad", options.bad_file,
                        "lines that are no events, word for word; default: LOG.bad.jsonl");
    command->add_flag("--restart", options.restart, "read the log from its beginning");
    command->callback([&] { exit_code = app::meter_log(options); });
}

void add_certificate(CLI::App& cli, app::CertificateVerifyOptions& options, int& exit_code) {
    auto* command = cli.add_subcommand("certificate", "check certificates of registration")
                        ->require_subcommand(1)
                        ->add_subcommand("verify", "check an exported certificate offline: exits "
                                                   "with 0 valid, 1 not valid, 2 can't be told");
    command->add_option("file", options.file, "the certificate's file (JSON)")->required();
    command->add_option("--key", options.key, "the registrar's public key (PEM)");
    command->add_option("--revocations", options.revocations, "the signed revocation list (JSON)");
    command->add_option("--at", options.at, "as of this time (RFC 3339) instead of now");
    command->add_flag("--json", options.json, "machine-readable result");
    command->callback([&] { exit_code = app::verify_certificate(options); });
}

void add_export(CLI::App& cli, app::ExportVerifyOptions& options, int& exit_code) {
    auto* command = cli.add_subcommand("export", "check exported files")
                        ->require_subcommand(1)
                        ->add_subcommand("verify", "check an exported file against its sidecar "
                                                   "offline: exits with 0 valid, 1 not valid, 2 "
                                                   "can't be told");
    command->add_option("file", options.file, "the exported file")->required();
    command->add_option("--sidecar", options.sidecar, "default: FILE.sidecar.json");
    command->add_option("--key", options.key, "the operator's public key (PEM)");
    command->add_flag("--json", options.json, "machine-readable result");
    command->callback([&] { exit_code = app::verify_export(options); });
}

int run(int argc, char** argv) {
    CLI::App cli{"Yunhe (运河): authorised operation of public data", "yunhe"};
    cli.set_version_flag("--version", "yunhe 0.1.0");
    cli.require_subcommand(1);
    int exit_code = 0;

    app::ServeOptions serve_options, migrate_options, ledger_options;
    add_serve(cli, serve_options, exit_code);
    auto* migrate = cli.add_subcommand("migrate", "bring the database to this binary's schema");
    add_data_options(*migrate, migrate_options);
    migrate->callback([&] { exit_code = app::migrate(migrate_options); });

    app::ReplayOptions replay_options;
    add_replay(cli, replay_options, exit_code);

    app::MeterLogOptions meter_log_options;
    add_meter_log(cli, meter_log_options, exit_code);

    app::CertificateVerifyOptions certificate_options;
    add_certificate(cli, certificate_options, exit_code);

    app::ExportVerifyOptions export_options;
    add_export(cli, export_options, exit_code);

    cli.add_subcommand("allocate", "share out pools: JSON lines on stdin, results on stdout")
        ->callback([&] {
            std::ios::sync_with_stdio(false);  // Nothing else reads or writes here.
            exit_code = billing::run_allocate(std::cin, std::cout);
        });
    cli.add_subcommand("rate", "rate charges: JSON lines on stdin, results on stdout")
        ->callback([&] { exit_code = billing::run_rate(std::cin, std::cout); });

    auto* ledger = cli.add_subcommand("ledger", "check the books")->require_subcommand(1);
    auto* verify = ledger->add_subcommand("verify", "derive all balances again from the entries");
    bool verify_json = false;
    add_data_options(*verify, ledger_options);
    verify->add_flag("--json", verify_json, "machine-readable report");
    verify->callback([&] { exit_code = app::verify_ledger(ledger_options, verify_json); });

    cli.add_subcommand("print-openapi", "the API's description (OpenAPI 3.1) as JSON")
        ->callback([] { std::cout << app::openapi_text() << '\n'; });
    cli.add_subcommand("print-permissions", "which role may call which route, as Markdown")
        ->callback([] { std::cout << app::permissions_text(); });

    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
        return cli.exit(wrong) == 0 ? 0 : 2;
    }
    return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "yunhe: %s\n", failure.what());
        return 1;
    }
}
