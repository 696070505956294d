mock_provider "aws" {
  mock_data "aws_secretsmanager_random_password" {
    defaults = { random_password = "drawn" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:111122223333:log-group:mock" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/mock" }
  }
  mock_resource "aws_lambda_function" {
    defaults = { version = "7" }
  }
  mock_resource "aws_lambda_alias" {
    defaults = { invoke_arn = "arn:aws:lambda:mock:live" }
  }
  mock_resource "aws_apigatewayv2_api" {
    defaults = { id = "api", execution_arn = "arn:aws:execute-api:eu-central-1:111122223333:api" }
  }
}

variables {
  name                     = "cloud-resume-test"
  account_id               = "111122223333"
  zip                      = "tests/counter.zip"
  runtime                  = "python3.13"
  memory_size              = 128
  reserved_concurrency     = -1
  throttle                 = { rate = 5, burst = 10 }
  shards                   = 4
  viewer_address_header    = "CloudFront-Viewer-Address"
  origin_verify_generation = 1
  log_retention_days       = 30
  permissions_boundary     = true
  counts_table             = { name = "counts", arn = "arn:aws:dynamodb:eu-central-1:111122223333:table/counts" }
  keys_table               = { name = "keys", arn = "arn:aws:dynamodb:eu-central-1:111122223333:table/keys" }
}

run "defaults" {
  # The function.
  assert {
    condition     = aws_lambda_function.counter.architectures == tolist(["arm64"]) && aws_lambda_function.counter.runtime == "python3.13"
    error_message = "The function has to run on arm64 and python3.13."
  }

  assert {
    condition     = aws_lambda_function.counter.handler == "cloud_resume.counter.handler.handler"
    error_message = "The handler is not the zip's."
  }

  assert {
    condition     = aws_lambda_function.counter.filename == "./tests/counter.zip"
    error_message = "The zip's path has to be relative to the module, or plans differ with the folder."
  }

  assert {
    condition     = aws_lambda_function.counter.source_code_hash == filebase64sha256("tests/counter.zip")
    error_message = "A change of the zip has to be seen by its hash."
  }

  assert {
    condition     = aws_lambda_function.counter.reserved_concurrent_executions == -1
    error_message = "A new account refuses any reserved concurrency."
  }

  assert {
    condition     = aws_lambda_function.counter.timeout > 7 && aws_lambda_function.counter.timeout < 30
    error_message = "The function's limit has to be above the store's seven seconds and below the API's thirty."
  }

  assert {
    condition = aws_lambda_function.counter.environment[0].variables == tomap({
      COUNTS_TABLE           = "counts"
      KEYS_TABLE             = "keys"
      SHARDS                 = "4"
      ORIGIN_VERIFY          = "drawn"
      ORIGIN_VERIFY_PREVIOUS = "drawn"
      VIEWER_ADDRESS_HEADER  = "CloudFront-Viewer-Address"
    })
    error_message = "The function's environment is not what the handler reads."
  }

  assert {
    condition     = aws_lambda_function.counter.publish && aws_lambda_alias.live.function_version == "7"
    error_message = "The alias has to stand for a published version."
  }

  # Its role.
  assert {
    condition     = aws_iam_role.function.permissions_boundary == "arn:aws:iam::111122223333:policy/cloud-resume-test-boundary"
    error_message = "The role has to be under the boundary where there is one."
  }

  assert {
    condition = jsondecode(aws_iam_role.function.assume_role_policy).Statement == [{
      Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" }
    }]
    error_message = "Lambda alone may assume the function's role."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.function.policy).Statement : statement.Sid => statement } == {
      Counts = {
        Sid      = "Counts"
        Effect   = "Allow"
        Action   = ["dynamodb:BatchGetItem", "dynamodb:UpdateItem"]
        Resource = "arn:aws:dynamodb:eu-central-1:111122223333:table/counts"
      }
      Keys = {
        Sid      = "Keys"
        Effect   = "Allow"
        Action   = ["dynamodb:BatchGetItem", "dynamodb:PutItem"]
        Resource = "arn:aws:dynamodb:eu-central-1:111122223333:table/keys"
      }
      Logs = {
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:eu-central-1:111122223333:log-group:mock:*"
      }
    }
    error_message = "The function's role allows more or less than the code's own calls."
  }

  # The API.
  assert {
    condition     = aws_apigatewayv2_route.counter.route_key == "ANY /api/{proxy+}"
    error_message = "All of /api/ belongs to the function."
  }

  assert {
    condition = (
      aws_apigatewayv2_route.rest.route_key == "$default"
      && aws_apigatewayv2_route.rest.target == aws_apigatewayv2_route.counter.target
    )
    error_message = "What no route matches belongs to the function too, so that API Gateway never answers a 404."
  }

  assert {
    condition = (
      aws_apigatewayv2_integration.counter.integration_uri == "arn:aws:lambda:mock:live"
      && aws_apigatewayv2_integration.counter.payload_format_version == "2.0"
    )
    error_message = "The API has to call the alias with payload 2.0."
  }

  assert {
    condition = (
      aws_lambda_permission.api.qualifier == "live"
      && aws_lambda_permission.api.principal == "apigateway.amazonaws.com"
      && aws_lambda_permission.api.source_arn == "arn:aws:execute-api:eu-central-1:111122223333:api/*"
    )
    error_message = "This API may invoke the alias, and nothing else may."
  }

  assert {
    condition = (
      aws_apigatewayv2_stage.default.default_route_settings[0].throttling_rate_limit == 5
      && aws_apigatewayv2_stage.default.default_route_settings[0].throttling_burst_limit == 10
    )
    error_message = "The API has to be throttled: it is what bounds the bill."
  }

  assert {
    condition     = length(aws_apigatewayv2_api.counter.cors_configuration) == 0
    error_message = "Page and API have one origin, so no other may call."
  }

  # The logs.
  assert {
    condition = (
      aws_cloudwatch_log_group.function.name == "/aws/lambda/${aws_lambda_function.counter.function_name}"
      && aws_cloudwatch_log_group.function.retention_in_days == 30
      && aws_cloudwatch_log_group.api.retention_in_days == 30
    )
    error_message = "Logs have to go after the days that the environment says."
  }

  assert {
    condition     = startswith(aws_cloudwatch_log_group.api.name, "/aws/vendedlogs/")
    error_message = "The access log has to lie where the account's resource policy does not grow with it."
  }

  assert {
    condition = toset(values(jsondecode(aws_apigatewayv2_stage.default.access_log_settings[0].format))) == toset([
      "$context.requestTime", "$context.requestId", "$context.httpMethod", "$context.path", "$context.status",
      "$context.responseLatency", "$context.integrationErrorMessage",
    ])
    error_message = "The access log may name neither an address nor a user agent."
  }

  # The secret.
  assert {
    condition     = toset(keys(terraform_data.origin_verify)) == toset(["0", "1"])
    error_message = "The secret's current and previous generation have to be there, and no other."
  }

  assert {
    condition     = issensitive(terraform_data.origin_verify["1"].triggers_replace)
    error_message = "A plan must not show the secret."
  }
}

run "planned_anew" {
  override_data {
    target = data.aws_secretsmanager_random_password.origin_verify
    values = { random_password = "drawn again" }
  }

  assert {
    condition     = nonsensitive(output.origin_verify) == "drawn"
    error_message = "The secret must not change from plan to plan."
  }
}

run "rotated" {
  variables {
    origin_verify_generation = 2
  }

  override_data {
    target = data.aws_secretsmanager_random_password.origin_verify
    values = { random_password = "drawn at last" }
  }

  assert {
    condition     = nonsensitive(output.origin_verify) == "drawn at last"
    error_message = "To raise the generation has to change the secret."
  }

  assert {
    condition     = aws_lambda_function.counter.environment[0].variables.ORIGIN_VERIFY_PREVIOUS == "drawn"
    error_message = "While CloudFront still sends the old secret, the function has to accept it."
  }
}

run "before_the_boundary" {
  command = plan

  variables {
    permissions_boundary = false
  }

  assert {
    condition     = aws_iam_role.function.permissions_boundary == null
    error_message = "There is no boundary before it is made."
  }
}
