# What all units share: the settings of their environment and how they are checked, the state, the provider.

locals {
  env         = read_terragrunt_config(find_in_parent_folders("env.hcl", "${get_terragrunt_dir()}/env.hcl")).locals
  settings    = try(local.env.settings, local.env) # github-oidc takes those of the environment that it serves
  unit        = basename(get_terragrunt_dir())
  environment = try(local.env.environment, basename(dirname(get_terragrunt_dir())))

  # CloudFront takes certificates from there alone, and Route 53 the keys of DNSSEC.
  region = contains(["certificate", "dns"], local.unit) ? "us-east-1" : local.settings.region

  # A change of either affects every unit.
  provider_file = mark_as_read("${get_parent_terragrunt_dir()}/provider.tf")
  settings_file = mark_as_read("${get_parent_terragrunt_dir()}/settings.tf")
}

terragrunt_version_constraint = "~> 1.1.3"

# The providers are pinned by version: a lock file would hold one registry's hashes, and Terraform and OpenTofu have two.
terraform {
  copy_terraform_lock_file = false
}

remote_state {
  backend = "s3"

  generate = {
    path      = "backend.tf"
    if_exists = "overwrite"
  }

  config = {
    bucket               = get_env("STATE_S3_BUCKET")
    key                  = "${path_relative_to_include()}/terraform.tfstate"
    region               = get_env("STATE_S3_REGION", "us-east-1") # one bucket, wherever the environments are
    encrypt              = true
    use_lockfile         = true
    bucket_sse_algorithm = "AES256"
  }
}

generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite"
  contents  = file(local.provider_file)
}

generate "settings" {
  path      = "settings.tf"
  if_exists = "overwrite"
  contents  = file(local.settings_file)
}

# What is null in env.hcl is left to the module's own default.
inputs = merge({ for name, value in merge(local.settings, local.env) : name => value if value != null }, {
  name     = "cloud-resume-${local.environment}"
  settings = local.settings

  aws = {
    region      = local.region
    environment = local.environment
  }
})
