# The pipeline's way into the account, for the environment that it applies.

locals {
  environment = "prod"
  settings    = read_terragrunt_config("${get_terragrunt_dir()}/../live/${local.environment}/env.hcl").locals

  # Of github.com/OWNER/NAME; https://api.github.com/repos/OWNER/NAME gives the ids.
  repository = { owner = "", owner_id = 0, name = "", id = 0 }

  # ARN of the account's provider for GitHub's tokens, if it has one already: it can have only one.
  oidc_provider_arn = null
}
