locals {
  env = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
}

exclude {
  if      = local.env.domain == null
  actions = ["all"]
}

terraform {
  source = "${get_parent_terragrunt_dir("unit")}/../modules/certificate"
}
