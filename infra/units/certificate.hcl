locals {
  env = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
}

exclude {
  if      = local.env.domain == null # but what an earlier domain has left is destroyed with the rest
  actions = ["plan", "apply"]
}

terraform {
  source = "${get_parent_terragrunt_dir("unit")}/../modules/certificate"
}
