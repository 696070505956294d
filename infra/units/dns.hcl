locals {
  env = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
}

exclude {
  if      = local.env.domain == null # but what an earlier domain has left is destroyed with the rest
  actions = ["plan", "apply"]
}

terraform {
  source = "${get_parent_terragrunt_dir("unit")}/../modules/dns"
}

dependency "site" {
  config_path = "../s3-cloudfront"

  mock_outputs_allowed_terraform_commands = ["init", "validate", "plan", "destroy"]
  mock_outputs_merge_strategy_with_state  = "shallow"
  mock_outputs = {
    distribution_domain = { name = "mock.cloudfront.net", zone_id = "MOCK" }
  }
}

inputs = {
  distribution_domain = dependency.site.outputs.distribution_domain
}
