terraform {
  source = "${get_parent_terragrunt_dir("unit")}/../modules/cloudwatch"
}

dependency "dynamodb" {
  config_path = "../dynamodb"

  mock_outputs_allowed_terraform_commands = ["init", "validate", "plan", "destroy"]
  mock_outputs_merge_strategy_with_state  = "shallow"
  mock_outputs = {
    counts_table = { name = "mock-counts" }
    keys_table   = { name = "mock-keys" }
  }
}

dependency "api" {
  config_path = "../api_gateway-lambda"

  mock_outputs_allowed_terraform_commands = ["init", "validate", "plan", "destroy"]
  mock_outputs_merge_strategy_with_state  = "shallow"
  mock_outputs = {
    function_name = "mock-counter"
    api_id        = "mock"
  }
}

dependency "sns" {
  config_path = "../sns"

  mock_outputs_allowed_terraform_commands = ["init", "validate", "plan", "destroy"]
  mock_outputs_merge_strategy_with_state  = "shallow"
  mock_outputs = {
    topic_arn = "arn:aws:sns:us-east-1:000000000000:mock-alerts"
  }
}

inputs = {
  function_name = dependency.api.outputs.function_name
  api_id        = dependency.api.outputs.api_id
  topic_arn     = dependency.sns.outputs.topic_arn

  table_names = {
    counts = dependency.dynamodb.outputs.counts_table.name
    keys   = dependency.dynamodb.outputs.keys_table.name
  }
}
