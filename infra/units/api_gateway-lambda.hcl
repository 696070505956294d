locals {
  root = "${dirname(find_in_parent_folders("root.hcl"))}/.."

  # A change of what the zip is made of is one of this unit; a repository of one's own has its version alone.
  counter = mark_glob_as_read("${local.root}/src/cloud_resume/{__init__.py,counter/*.{py,pem}}")
  version = mark_as_read("${local.root}/requirements.txt")
}

terraform {
  source = "${local.root}/infra/modules/api_gateway-lambda"

  # The zip lies beside the module, so that no plan differs with the folder it is made in.
  before_hook "zip" {
    commands = ["plan", "apply"]
    execute  = ["cp", get_env("COUNTER_ZIP", "${local.root}/build/counter.zip"), "counter.zip"]
  }
}

dependency "dynamodb" {
  config_path = "../dynamodb"

  mock_outputs_allowed_terraform_commands = ["init", "validate", "plan", "destroy"]
  mock_outputs_merge_strategy_with_state  = "shallow"
  mock_outputs = {
    counts_table = { name = "mock-counts", arn = "arn:aws:dynamodb:us-east-1:000000000000:table/mock-counts" }
    keys_table   = { name = "mock-keys", arn = "arn:aws:dynamodb:us-east-1:000000000000:table/mock-keys" }
  }
}

inputs = {
  zip          = "counter.zip"
  counts_table = dependency.dynamodb.outputs.counts_table
  keys_table   = dependency.dynamodb.outputs.keys_table
}
