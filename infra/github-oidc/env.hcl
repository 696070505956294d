# The pipeline's way into the account, for the environment that it applies.

locals {
  environment = "prod"
  applied     = read_terragrunt_config("${get_terragrunt_dir()}/../live/${local.environment}/env.hcl").locals

  account_id = local.applied.account_id
  region     = local.applied.region
  bucket     = local.applied.bucket
  domain     = local.applied.domain
  dnssec     = local.applied.dnssec

  # Of github.com/OWNER/NAME; https://api.github.com/repos/OWNER/NAME gives the ids.
  repository = { owner = "", owner_id = 0, name = "", id = 0 }

  # ARN of the account's provider for GitHub's tokens, if it has one already: it can have only one.
  oidc_provider_arn = null
}
