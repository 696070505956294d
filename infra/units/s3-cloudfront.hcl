locals {
  env = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
}

terraform {
  source = "${get_parent_terragrunt_dir("unit")}/../modules/s3-cloudfront"
}

dependency "api" {
  config_path = "../api_gateway-lambda"

  mock_outputs_allowed_terraform_commands = ["init", "validate", "plan", "destroy"]
  mock_outputs_merge_strategy_with_state  = "shallow"
  mock_outputs = {
    api_id        = "mock"
    api_endpoint  = "https://mock.execute-api.us-east-1.amazonaws.com"
    origin_verify = "mock"
  }
}

dependency "certificate" {
  config_path  = "../certificate"
  skip_outputs = local.env.domain == null # which leaves the order: the certificate is destroyed after the distribution

  mock_outputs_allowed_terraform_commands = ["init", "validate", "plan", "destroy"]
  mock_outputs_merge_strategy_with_state  = "shallow"
  mock_outputs = {
    certificate_arn = "arn:aws:acm:us-east-1:000000000000:certificate/mock"
  }
}

inputs = {
  api_endpoint    = dependency.api.outputs.api_endpoint
  origin_verify   = dependency.api.outputs.origin_verify
  certificate_arn = local.env.domain == null ? null : dependency.certificate.outputs.certificate_arn

  api_origin = try(
    merge(local.env.api_origin, { path = replace(local.env.api_origin.path, "API_ID", dependency.api.outputs.api_id) }),
    null,
  )
}
