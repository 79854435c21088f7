export const USAGE = `Usage: npm run local -- <command> [options]

A local AWS on this machine. Nothing needs root or Docker; everything lies in the
git-ignored folders .state/local-cloud and apps/local-cloud/.venv.

Commands
  up                          start it, or say that it runs
  down [--purge]              stop it; --purge also forgets what was applied
  status                      what runs, where, and where the logs are; exit code 1 when it is not healthy
  env [--region REGION]       the environment for Terraform and the SDKs: eval "$(npm run -s local -- env)"
  fault region REGION --mode refuse|error|hang
                              make a region dark (us-east-1 takes IAM and Route 53 along)
  fault link FROM TO --lag TIME|--pause
                              slow or stop what travels from one region to another (500ms, 2s)
  fault clear [REGION | FROM TO]
                              end one fault, or all
  fault list                  the faults that are set
  coverage [--output FILE]    write docs/local-cloud-coverage.md from the calls that were made

Options
  --port PORT                 up: the gateway's port (default: the one used before, or a free one)
  --account ID                up: the account, twelve digits (default: the one used before, or 123456789012)
  --foreground                up: stay in this process until Ctrl-C
  --state-dir DIRECTORY       keep the state elsewhere: a second instance beside the first
  --json                      print the result as JSON
  --help                      this text

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
`;
